// What a job leaves behind as assets of its pipeline: reports and archives (contract §1.4). On the job's thread.
// Invariant: a file that cannot be stored does not undo the work; the log says so, and a rule that wants it will too.
import FactoryContracts
import FactoryEvidence
import Foundation

extension JobContext {
  /// Stores a file under a name; the same name again is its next version.
  func keep(_ path: String, as name: String, _ type: AssetType) {
    guard let assets, access(path, R_OK) == 0 else { return }
    let form = AssetForm(path: path, name: name, pipelineId: job.pipelineId, type: type, stage: job.stageName)
    do throws(APIFailure) {
      let made = try assets.upload(form, key: RunnerClock.key())
      say("stored \(made.name), version \(made.version) (\(made.sizeBytes) bytes)")
    } catch {
      say("\(name) could not be stored: \(FailureWords.sentence(error))")
    }
  }

  /// Files of one test run that are kept; a run that writes more is asked to write fewer.
  private static let reportLimit = 50

  /// The reports of a test run: JUnit, and coverage where there is one. Which files these are says the product itself, so only what lies
  /// in its own folder, links followed, is taken.
  func keepReports(in folder: String, _ manifest: Manifest) {
    guard assets != nil, let root = Self.resolved(folder) else { return }
    let named = manifest.junit + [manifest.coverage].compactMap(\.self)
    let found = named.flatMap { (try? FilePattern.files(folder + "/" + $0)) ?? [] }.compactMap(Self.resolved)
    let inside = found.filter { $0.hasPrefix(root + "/") }
    for path in inside.prefix(Self.reportLimit) {
      keep(path, as: Self.assetName(String(path.dropFirst(root.count + 1))), .testReport)
    }
    if inside.count < found.count { say("a report outside the product's folder was not stored") }
    if inside.count > Self.reportLimit { say("of \(inside.count) reports the first \(Self.reportLimit) were stored") }
  }

  /// With every link followed; nil when there is no such file.
  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// `reports/junit.xml` as `reports-junit.xml`: an asset's name has no folder, and two of them must not be one.
  static func assetName(_ path: String) -> String {
    path.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "-")
  }
}

extension Checkout {
  /// The product as it was built, packed; without the history.
  func keepArchive(_ context: JobContext, version: String) throws {
    guard context.assets != nil else { return }
    let path = context.workFolder + "/archive.tar.gz"
    try git.run("archive", "--format=tar.gz", "--prefix=\(context.slug)-\(version)/", "-o", path, "HEAD")
    context.keep(path, as: "\(context.slug).tar.gz", .build)
  }
}
