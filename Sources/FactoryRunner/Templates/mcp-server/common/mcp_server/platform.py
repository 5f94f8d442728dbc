"""What this server knows about @@PLATFORM@@: addresses, resources and conventions, from platform.json."""

import json
from pathlib import Path

PLATFORM = json.loads(Path(__file__).with_name("platform.json").read_text(encoding="utf-8"))
