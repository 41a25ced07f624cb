package dev.snapseal.tools.input;

import dev.snapseal.snapshot.FileDigest;

/// What every report says of an input, so that the evidence can be told from any other file.
///
/// @param path as given, with `/` and `!` before what is inside
/// @param sizeBytes of the backup itself, unpacked
/// @param sha256 of the backup itself, unpacked; lower-case hex; empty if it was not computed
public record InputFacts(
    String path, InputKind kind, long sizeBytes, String sha256, FileDigest.Trailer trailer) {

  public static InputFacts of(BackupImage image, FileDigest digest) {
    return new InputFacts(
        image.displayPath(),
        image.kind(),
        image.bytes().byteSize(),
        digest.sha256(),
        digest.trailer());
  }
}
