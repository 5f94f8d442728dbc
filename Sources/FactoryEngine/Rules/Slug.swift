// URL-safe names of pipelines (contract §1.4). Pure.

package enum Slug {
  /// Lower-case ASCII letters and digits of a name, joined by single dashes; `pipeline` when none are left. At most 60 characters.
  package static func make(_ name: String) -> String {
    var slug = ""
    for byte in name.lowercased().utf8 {
      switch byte {
      case 48...57, 97...122: slug.unicodeScalars.append(Unicode.Scalar(byte))
      default: if !slug.isEmpty, slug.last != "-" { slug.append("-") }
      }
      if slug.utf8.count == 60 { break }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.isEmpty ? "pipeline" : slug
  }

  /// The slug, or the first of slug-2, slug-3 … that is free.
  package static func unique(_ name: String, isTaken: (String) throws -> Bool) rethrows -> String {
    let slug = make(name)
    guard try isTaken(slug) else { return slug }
    var number = 2
    while try isTaken("\(slug)-\(number)") { number += 1 }
    return "\(slug)-\(number)"
  }
}
