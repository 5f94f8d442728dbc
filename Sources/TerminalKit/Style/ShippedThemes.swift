// The themes the program carries, word for word the files of Themes/. Made by scripts/embed-themes; do not edit.
// swift-format-ignore-file

enum ShippedThemeText {
  /// Name and YAML text, in the order they are listed to the user.
  static let all: [(name: String, yaml: String)] = [
    ("dark", #"""
      # The dark theme. Keys are the roles of the screen; docs/themes.md says what each may hold.
      # `ansi` is for terminals with 8 or 16 colours, `mono` for those without any (NO_COLOR, vt100).
      # Bold is rare on purpose: switching it off costs a terminal more bytes than changing a colour.
      name: dark
      summary: For terminals with a dark ground; quiet, one blue accent.
      kind: dark
      assumes: { foreground: "#d5d9e0", background: "#14171c" }

      palette:
        ink: "#d5d9e0"
        bright: "#f2f4f8"
        grey: "#9aa4b2"
        rule: "#566070"
        night: "#26354d"
        dusk: "#2a2f38"
        panel: "#1e232b"
        sky: "#82b1ff"
        leaf: "#7fd88f"
        rose: "#ff8f8f"
        sun: "#ffc66b"
        gold: "#ffd75f"
        lilac: "#d2a8ff"

      roles:
        text: { fg: default, bg: default }
        muted: { fg: grey, ansi: default, mono: [dim] }
        border: { fg: rule, ansi: default }
        strong: { fg: bright, ansi: default, attributes: [bold] }
        accent: { fg: sky, ansi: cyan }
        title: { parent: strong }
        header: { fg: ink, bg: panel, ansi: { fg: default, bg: default } }
        headerAlert: { fg: rose, bg: panel, ansi: { fg: red, bg: default }, attributes: [bold] }
        tabActive: { fg: sky, ansi: cyan, attributes: [bold, underline] }
        keyHint: { fg: sky, ansi: cyan, attributes: [bold] }
        badge: { fg: lilac, ansi: magenta }
        link: { fg: sky, ansi: cyan, attributes: [underline] }
        selection: { fg: bright, bg: night, ansi: { fg: white, bg: blue }, mono: [reverse] }
        selectionInactive: { fg: ink, bg: dusk, ansi: { fg: default, bg: default }, mono: [underline] }
        mark: { fg: lilac, ansi: magenta, mono: [bold] }
        match: { fg: gold, ansi: yellow, attributes: [underline], mono: [bold, underline] }
        pass: { fg: leaf, ansi: green }
        fail: { fg: rose, ansi: red, mono: [bold] }
        gate: { fg: gold, ansi: yellow, mono: [bold] }
        warning: { fg: sun, ansi: yellow }
        error: { fg: rose, ansi: red, mono: [bold] }
        offline: { fg: sun, ansi: yellow, mono: [bold] }
        diffAdd: { fg: leaf, ansi: green }
        diffDelete: { fg: rose, ansi: red, mono: [dim] }
        diffHunk: { fg: sky, ansi: cyan, mono: [bold] }
        stageIntake: { fg: "#adb3bb", ansi: default }
        stageScaffolding: { fg: "#bcc2ca", ansi: default }
        stageBuilding: { fg: "#7aa8ff", ansi: cyan }
        stageTesting: { fg: "#ff9a5c", ansi: yellow }
        stageReview: { fg: "#ffd700", ansi: yellow }
        stageStaging: { fg: "#4dc4ff", ansi: cyan }
        stageProduction: { fg: "#ff8585", ansi: red }
        stagePublished: { fg: "#3ddc84", ansi: green }
        input: { fg: bright, bg: dusk, ansi: { fg: default, bg: default }, mono: [underline] }
        dialog: { fg: ink, bg: panel, ansi: { fg: default, bg: default }, mono: [] }
        dialogBorder: { fg: sky, ansi: cyan, mono: [bold] }
        toast: { fg: ink, bg: dusk, ansi: { fg: black, bg: white }, mono: [reverse] }
        toastAlert: { fg: rose, bg: dusk, ansi: { fg: white, bg: red }, attributes: [bold], mono: [bold, reverse] }

      """#),
    ("light", #"""
      # The light theme. Keys are the roles of the screen; docs/themes.md says what each may hold.
      # `ansi` is for terminals with 8 or 16 colours, `mono` for those without any (NO_COLOR, vt100).
      # Bold is rare on purpose: switching it off costs a terminal more bytes than changing a colour.
      name: light
      summary: For terminals with a light ground; ink on paper, one blue accent.
      kind: light
      assumes: { foreground: "#24292f", background: "#ffffff" }

      palette:
        ink: "#24292f"
        black-ink: "#0b0f14"
        grey: "#57606a"
        rule: "#8c959f"
        day: "#dbe9ff"
        paper: "#eceff2"
        panel: "#f3f5f7"
        sea: "#0b4fb3"
        leaf: "#116329"
        rose: "#a40e26"
        rust: "#7d4300"
        gold: "#6b4e00"
        lilac: "#6639ba"

      roles:
        text: { fg: default, bg: default }
        muted: { fg: grey, ansi: default, mono: [dim] }
        border: { fg: rule, ansi: default }
        strong: { fg: black-ink, ansi: default, attributes: [bold] }
        accent: { fg: sea, ansi: blue }
        title: { parent: strong }
        header: { fg: ink, bg: panel, ansi: { fg: default, bg: default } }
        headerAlert: { fg: rose, bg: panel, ansi: { fg: red, bg: default }, attributes: [bold] }
        tabActive: { fg: sea, ansi: blue, attributes: [bold, underline] }
        keyHint: { fg: sea, ansi: blue, attributes: [bold] }
        badge: { fg: lilac, ansi: magenta }
        link: { fg: sea, ansi: blue, attributes: [underline] }
        selection: { fg: black-ink, bg: day, ansi: { fg: black, bg: cyan }, mono: [reverse] }
        selectionInactive: { fg: ink, bg: paper, ansi: { fg: default, bg: default }, mono: [underline] }
        mark: { fg: lilac, ansi: magenta, mono: [bold] }
        match: { fg: gold, ansi: magenta, attributes: [underline], mono: [bold, underline] }
        pass: { fg: leaf, ansi: green }
        fail: { fg: rose, ansi: red, mono: [bold] }
        gate: { fg: gold, ansi: magenta, mono: [bold] }
        warning: { fg: rust, ansi: magenta }
        error: { fg: rose, ansi: red, mono: [bold] }
        offline: { fg: rust, ansi: magenta, mono: [bold] }
        diffAdd: { fg: leaf, ansi: green }
        diffDelete: { fg: rose, ansi: red, mono: [dim] }
        diffHunk: { fg: sea, ansi: blue, mono: [bold] }
        stageIntake: { fg: "#5a5f66", ansi: default }
        stageScaffolding: { fg: "#50565d", ansi: default }
        stageBuilding: { fg: "#0b4fb3", ansi: blue }
        stageTesting: { fg: "#8a3b00", ansi: magenta }
        stageReview: { fg: "#6b4e00", ansi: magenta }
        stageStaging: { fg: "#00567d", ansi: blue }
        stageProduction: { fg: "#a40e26", ansi: red }
        stagePublished: { fg: "#0a5c2b", ansi: green }
        input: { fg: black-ink, bg: paper, ansi: { fg: default, bg: default }, mono: [underline] }
        dialog: { fg: ink, bg: panel, ansi: { fg: default, bg: default }, mono: [] }
        dialogBorder: { fg: sea, ansi: blue, mono: [bold] }
        toast: { fg: ink, bg: paper, ansi: { fg: white, bg: black }, mono: [reverse] }
        toastAlert: { fg: rose, bg: paper, ansi: { fg: white, bg: red }, attributes: [bold], mono: [bold, reverse] }

      """#),
  ]
}
