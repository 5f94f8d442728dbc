// The themes the program carries, word for word the files of Themes/. Made by scripts/embed-themes; do not edit.
// swift-format-ignore-file

enum ShippedThemeText {
  /// Name and YAML text, in the order they are listed to the user.
  static let all: [(name: String, yaml: String)] = [
    ("colorblind", #"""
      # The colour-blind safe theme: blue against orange in place of green against red, which people with protanopia and
      # deuteranopia tell apart; no two meanings differ by red and green alone.
      name: colorblind
      summary: Safe for red-green blindness; blue is good, orange is bad.
      kind: dark
      inherits: dark

      palette:
        ink: "#d5d9e0"
        bright: "#f2f4f8"
        grey: "#9aa4b2"
        panel: "#1e232b"
        good: "#7cc0ff"
        bad: "#ffa94d"
        caution: "#f5e663"
        mauve: "#e6b3d3"

      roles:
        accent: { fg: bright, ansi: white, attributes: [underline] }
        headerAlert: { fg: bad, bg: panel, ansi: { fg: yellow, bg: default }, attributes: [bold] }
        tabActive: { fg: bright, ansi: white, attributes: [bold, underline] }
        keyHint: { fg: bright, ansi: white, attributes: [bold] }
        badge: { fg: mauve, ansi: magenta }
        mark: { fg: mauve, ansi: magenta, mono: [bold] }
        match: { fg: caution, ansi: yellow, attributes: [underline], mono: [bold, underline] }
        pass: { fg: good, ansi: cyan }
        fail: { fg: bad, ansi: yellow, attributes: [bold], mono: [bold] }
        gate: { fg: caution, ansi: yellow, mono: [bold] }
        warning: { fg: caution, ansi: yellow }
        error: { fg: bad, ansi: yellow, attributes: [bold], mono: [bold] }
        offline: { fg: bad, ansi: yellow, mono: [bold] }
        diffAdd: { fg: good, ansi: cyan }
        diffDelete: { fg: bad, ansi: yellow, mono: [dim] }
        diffHunk: { fg: mauve, ansi: magenta, mono: [bold] }
        borderActive: { fg: bright, ansi: white }
        link: { fg: good, ansi: cyan, attributes: [underline] }
        info: { fg: good, ansi: cyan }
        running: { fg: good, ansi: cyan }
        stageBuilding: { fg: good, ansi: cyan }
        stageTesting: { fg: caution, ansi: yellow }
        stageReview: { fg: mauve, ansi: magenta }
        stageStaging: { fg: good, ansi: cyan }
        stageProduction: { fg: bad, ansi: yellow }
        stagePublished: { fg: bright, ansi: white }
        dialogBorder: { fg: mauve, ansi: magenta, mono: [bold] }
        toastAlert: { fg: bad, bg: panel, ansi: { fg: black, bg: yellow }, attributes: [bold], mono: [bold, reverse] }

      """#),
    ("contrast", #"""
      # The high-contrast theme: white on black, few colours, each at 7 : 1 or more on the page (WCAG AAA).
      # What counts is said by weight and underline too, so that nothing rests on colour alone.
      name: contrast
      summary: High contrast, white on black, meaning in weight as well as colour.
      kind: dark
      inherits: dark
      assumes: { foreground: "#ffffff", background: "#000000" }

      palette:
        white: "#ffffff"
        silver: "#d0d0d0"
        black: "#000000"
        slate: "#1c1c1c"
        sky: "#8fd0ff"
        leaf: "#7dff7d"
        rose: "#ff9d9d"
        sun: "#ffd75f"
        lilac: "#e3c4ff"

      roles:
        text: { fg: white, bg: default, ansi: { fg: default, bg: default } }
        muted: { fg: silver, ansi: default }
        border: { fg: white, ansi: default }
        strong: { fg: white, ansi: default, attributes: [bold] }
        accent: { fg: sky, ansi: cyan, attributes: [bold] }
        header: { fg: white, bg: slate, ansi: { fg: default, bg: default }, attributes: [bold] }
        headerAlert: { fg: rose, bg: slate, ansi: { fg: red, bg: default }, attributes: [bold, underline] }
        tabActive: { fg: white, ansi: default, attributes: [bold, underline] }
        keyHint: { fg: sky, ansi: cyan, attributes: [bold] }
        badge: { fg: lilac, ansi: magenta, attributes: [bold] }
        link: { fg: sky, ansi: cyan, attributes: [underline] }
        selection: { fg: white, bg: "#1a1a5e", ansi: { fg: white, bg: blue }, attributes: [bold, underline], mono: [reverse, bold] }
        selectionInactive: { fg: white, bg: "#303030", ansi: { fg: default, bg: default }, attributes: [underline], mono: [underline] }
        mark: { fg: lilac, ansi: magenta, attributes: [bold], mono: [bold] }
        match: { fg: sun, ansi: yellow, attributes: [bold, underline], mono: [bold, underline] }
        pass: { fg: leaf, ansi: green }
        fail: { fg: rose, ansi: red, attributes: [bold], mono: [bold] }
        gate: { fg: sun, ansi: yellow, attributes: [bold], mono: [bold] }
        warning: { fg: sun, ansi: yellow }
        error: { fg: rose, ansi: red, attributes: [bold], mono: [bold] }
        offline: { fg: sun, ansi: yellow, attributes: [bold], mono: [bold] }
        diffAdd: { fg: leaf, ansi: green }
        diffDelete: { fg: rose, ansi: red, mono: [underline] }
        diffHunk: { fg: sky, ansi: cyan, attributes: [bold], mono: [bold] }
        stageIntake: { fg: silver, ansi: default }
        stageScaffolding: { fg: white, ansi: default }
        stageBuilding: { fg: sky, ansi: cyan }
        stageTesting: { fg: sun, ansi: yellow }
        stageReview: { fg: lilac, ansi: magenta }
        stageStaging: { fg: sky, ansi: cyan }
        stageProduction: { fg: rose, ansi: red }
        stagePublished: { fg: leaf, ansi: green }
        input: { fg: white, bg: slate, ansi: { fg: default, bg: default }, attributes: [underline], mono: [underline] }
        dialog: { fg: white, bg: black, ansi: { fg: default, bg: default }, mono: [] }
        dialogBorder: { fg: white, ansi: default, attributes: [bold], mono: [bold] }
        toast: { fg: white, bg: slate, ansi: { fg: black, bg: white }, attributes: [bold], mono: [reverse] }
        toastAlert: { fg: rose, bg: slate, ansi: { fg: white, bg: red }, attributes: [bold], mono: [bold, reverse] }

      """#),
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
    ("mono", #"""
      # The mono theme: the terminal's own two colours and nothing else; meaning is weight, underline and reverse.
      # For e-ink, printed screens and eyes that colours disturb. NO_COLOR does the same to every theme.
      name: mono
      summary: No colours at all; weight, underline and reverse.
      kind: dark
      inherits: dark

      roles:
        text: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        muted: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [dim], mono: [dim] }
        border: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        strong: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        accent: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        header: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        headerAlert: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold, reverse], mono: [bold, reverse] }
        tabActive: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold, underline], mono: [bold, underline] }
        keyHint: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        badge: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        link: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [underline], mono: [underline] }
        selection: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [reverse], mono: [reverse] }
        selectionInactive: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [underline], mono: [underline] }
        mark: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        match: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold, underline], mono: [bold, underline] }
        pass: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        fail: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        gate: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        warning: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        error: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        offline: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold, reverse], mono: [bold, reverse] }
        diffAdd: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        diffDelete: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [dim], mono: [dim] }
        diffHunk: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [underline], mono: [underline] }
        stageIntake: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        stageScaffolding: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        stageBuilding: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        stageTesting: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        stageReview: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        stageStaging: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        stageProduction: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        stagePublished: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        input: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [underline], mono: [underline] }
        dialog: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [], mono: [] }
        dialogBorder: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold], mono: [bold] }
        toast: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [reverse], mono: [reverse] }
        toastAlert: { fg: default, bg: default, ansi: { fg: default, bg: default }, attributes: [bold, reverse], mono: [bold, reverse] }

      """#),
    ("solarized", #"""
      # Solarized's dark palette; the accents that stay under 4.5 : 1 on its ground are lightened in their own hue until they do not.
      name: solarized
      summary: Solarized dark, accents lightened where they would be hard to read.
      kind: dark
      inherits: dark
      assumes: { foreground: "#a3b1b1", background: "#002b36" }

      palette:
        base1: "#a3b1b1"
        base2: "#eee8d5"
        base0: "#9dabab"
        ground: "#073642"
        raised: "#0a3d4a"
        yellow: "#d0a215"
        orange: "#f08a5d"
        red: "#ff8a80"
        magenta: "#f08cc0"
        violet: "#a5a9ee"
        blue: "#5cb3f0"
        cyan: "#45c0b6"
        green: "#a5b800"

      roles:
        muted: { fg: base1, ansi: default, mono: [dim] }
        border: { fg: "#586e75", ansi: default }
        strong: { fg: base2, ansi: default, attributes: [bold] }
        accent: { fg: blue, ansi: blue }
        header: { fg: base1, bg: ground, ansi: { fg: default, bg: default } }
        headerAlert: { fg: red, bg: ground, ansi: { fg: red, bg: default }, attributes: [bold] }
        tabActive: { fg: blue, ansi: blue, attributes: [bold, underline] }
        keyHint: { fg: blue, ansi: blue, attributes: [bold] }
        badge: { fg: violet, ansi: magenta }
        link: { fg: cyan, ansi: cyan, attributes: [underline] }
        selection: { fg: base2, bg: raised, ansi: { fg: white, bg: blue }, mono: [reverse] }
        selectionInactive: { fg: base1, bg: ground, ansi: { fg: default, bg: default }, mono: [underline] }
        mark: { fg: magenta, ansi: magenta, mono: [bold] }
        match: { fg: yellow, ansi: yellow, attributes: [underline], mono: [bold, underline] }
        pass: { fg: green, ansi: green }
        fail: { fg: red, ansi: red, mono: [bold] }
        gate: { fg: yellow, ansi: yellow, mono: [bold] }
        warning: { fg: orange, ansi: yellow }
        error: { fg: red, ansi: red, mono: [bold] }
        offline: { fg: orange, ansi: yellow, mono: [bold] }
        diffAdd: { fg: green, ansi: green }
        diffDelete: { fg: red, ansi: red, mono: [dim] }
        diffHunk: { fg: cyan, ansi: cyan, mono: [bold] }
        stageIntake: { fg: base0, ansi: default }
        stageScaffolding: { fg: base1, ansi: default }
        stageBuilding: { fg: blue, ansi: blue }
        stageTesting: { fg: orange, ansi: yellow }
        stageReview: { fg: yellow, ansi: yellow }
        stageStaging: { fg: cyan, ansi: cyan }
        stageProduction: { fg: red, ansi: red }
        stagePublished: { fg: green, ansi: green }
        input: { fg: base2, bg: ground, ansi: { fg: default, bg: default }, mono: [underline] }
        dialog: { fg: base1, bg: ground, ansi: { fg: default, bg: default }, mono: [] }
        dialogBorder: { fg: blue, ansi: blue, mono: [bold] }
        toast: { fg: base2, bg: raised, ansi: { fg: white, bg: black }, mono: [reverse] }
        toastAlert: { fg: red, bg: ground, ansi: { fg: white, bg: red }, attributes: [bold], mono: [bold, reverse] }

      """#),
  ]
}
