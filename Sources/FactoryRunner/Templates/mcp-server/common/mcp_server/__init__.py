"""@@TITLE@@ for programs that speak the Model Context Protocol."""

__version__ = "0.1.0"
