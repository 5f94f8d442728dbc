// Gauges and sparklines as text. Pure.

package enum Gauge {
  /// A bar of `columns` signs, filled for a share of 0...1: `▰▰▰▱▱`. Anything begun shows at least one sign,
  /// anything unfinished at least one gap.
  package static func bar(_ share: Double, columns: Int) -> SafeText {
    guard columns > 0 else { return .empty }
    let bounded = share.isFinite ? min(max(0, share), 1) : 0
    var filled = Int((bounded * Double(columns)).rounded())
    if bounded > 0 { filled = max(1, filled) }
    if bounded < 1 { filled = min(columns - 1, filled) }
    return SafeText(repeating: "▰", count: filled) + SafeText(repeating: "▱", count: columns - filled)
  }

  /// The last `columns` values as a line of blocks, scaled from their least to their greatest.
  package static func sparkline(_ values: [Double], columns: Int) -> SafeText {
    let shown = values.filter(\.isFinite).suffix(max(0, columns))
    guard let low = shown.min(), let high = shown.max() else { return .empty }
    let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇"]
    let blocks = shown.map { value in
      let share = high > low ? (value - low) / (high - low) : 0.5
      return steps[min(steps.count - 1, Int(share * Double(steps.count)))]
    }
    return SafeText(String(blocks))
  }
}
