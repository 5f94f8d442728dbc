// How long to wait before connecting again (contract §4.5, ruling R61). Pure: the randomness is passed in.

/// Times in seconds.
package struct ReconnectPolicy: Sendable, Hashable {
  package var firstDelay = 1.0
  package var longestDelay = 30.0
  /// Added at random, so that many clients do not come back at the same moment.
  package var jitter = 0.5
  /// Failed tries after which a screen calls the link offline; trying goes on at the longest delay.
  package var offlineAfter = 10

  package init() {}

  /// - Parameters:
  ///   - failures: tries since the link was up, from 1.
  ///   - random: 0 up to 1.
  package func delay(failures: Int, random: Double) -> Double {
    guard failures <= offlineAfter else { return longestDelay + jitter * random }
    var delay = firstDelay
    for _ in 0..<max(0, min(failures - 1, 64)) { delay = min(longestDelay, delay * 2) }
    return min(longestDelay, delay) + jitter * random
  }
}
