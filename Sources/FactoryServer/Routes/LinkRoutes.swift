// The page behind a link in a chat message (contract §5.4): `factory://` reaches no host over SSH, so the page names the command to
// paste and hands over to the scheme where it is registered.
// Invariants: it says nothing that is in the store, so that it needs no credential; everything from the address is read strictly
// and written escaped; the page loads and runs nothing.
import FactoryContracts
import FactoryEngine
import HTTPTypes
import NIOCore

extension RouteBuilder {
  mutating func addLinks() {
    raw(Endpoints.openLink, body: .none) { request, _ in
      let query = request.query.isEmpty ? "" : "?" + request.query
      let link: DeepLink
      do {
        link = try DeepLink(parsing: DeepLink.scheme + String(request.parameters.first ?? "") + query)
      } catch {
        // An address without a page; nothing of it is told again.
        throw APIError(
          code: .notFound, message: "This is no link of the factory: a form with its parameters was expected.")
      }
      var reply = Reply(status: 200, json: ByteBuffer(string: LinkPage.html(link)))
      reply.headers[.contentType] = "text/html; charset=utf-8"
      reply.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
      reply.headers[.xContentTypeOptions] = "nosniff"
      reply.headers[.cacheControl] = "no-store"
      return reply
    }
  }
}

enum LinkPage {
  static func html(_ link: DeepLink) -> String {
    let uri = escaped(link.uri)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <title>GooseFactory</title>
      <style>
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 4rem auto; max-width: 40rem; padding: 0 1rem }
      pre { padding: 1rem; border: 1px solid; overflow-x: auto }
      </style>
      </head>
      <body>
      <h1>\(escaped(link.words))</h1>
      <p>It is decided in the terminal. Paste this on the host where you work:</p>
      <pre>factory open '\(uri)'</pre>
      <p><a href="\(uri)">Open it here</a>, where this machine knows factory:// links.</p>
      </body>
      </html>

      """
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}
