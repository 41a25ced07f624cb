package dev.snapseal.tools.input;

import dev.snapseal.tools.age.AgeException;
import dev.snapseal.tools.age.AgeFile;
import dev.snapseal.tools.age.Identities;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One walk through an input, that takes every etcd backup out of it, through archives in archives.
///
/// A member that is damaged or no backup is passed over and noted; the archives around it go on.
/// When an archive itself breaks, what was taken out of it before stays, and the break is noted.
final class BackupScan {
  private final InputLimits limits;
  private final Identities identities;
  private final Unknown unknown;
  private final InputMemory memory;
  private final UnpackBudget budget;
  private final List<BackupImage> images = new ArrayList<>();
  private final List<BackupImage> others = new ArrayList<>();
  private final SkippedMembers skipped = new SkippedMembers();

  /// What becomes of bytes that are of no known kind.
  enum Unknown {
    REFUSED,
    /// They are taken for a damaged backup, unless they are one of several members.
    TAKEN,
    /// They are kept beside the backups, and so is what is known and can be searched as it is.
    KEPT
  }

  BackupScan(InputOptions options, Unknown unknown, InputMemory memory, UnpackBudget budget) {
    this.limits = options.limits();
    this.identities = options.identities();
    this.unknown = unknown;
    this.memory = memory;
    this.budget = budget;
  }

  List<BackupImage> images() {
    return List.copyOf(images);
  }

  /// What is no backup, if it was to be kept.
  List<BackupImage> others() {
    return List.copyOf(others);
  }

  SkippedMembers skipped() {
    return skipped;
  }

  /// Takes the backups out of a whole input.
  ///
  /// @throws InputException when there is none, or a limit is passed
  void run(Content content, Place top) throws IOException {
    try {
      scan(content, top);
    } catch (InputException e) {
      if ((images.isEmpty() && others.isEmpty()) || e.problem().endsTheScan()) {
        throw e;
      }
      skipped.add(e);
    }
    if (images.isEmpty() && others.isEmpty()) {
      throw skipped.nothingInside(top.displayPath());
    }
  }

  private void scan(Content content, Place place) throws IOException {
    ContentType type = ContentType.of(content.head());
    switch (type) {
      case BBOLT -> take(content, place);
      case GZIP -> scanGzip(content, place);
      case ZSTD -> scanZstd(content, place);
      case ZIP -> scanZip(content, place);
      case TAR -> scanTar(content, place);
      case ZLIB -> scanZlib(content, place);
      case GO_LZW -> scanGoLzw(content, place);
      case AGE -> scanSealed(content, place);
      case BBOLT_BIG_ENDIAN, XZ, BZIP2, SEVEN_ZIP, LZ4, COMPRESS, EMPTY ->
          throw type.notABackup(place.displayPath());
      case DELTA -> delta(content, place);
      case SQLITE, ENCRYPTION_CONFIGURATION -> {
        if (unknown != Unknown.KEPT) {
          throw type.notABackup(place.displayPath());
        }
        keep(content, place);
      }
      case ZEROS, TEXT, LOST_META, UNKNOWN -> unknown(type, content, place);
    }
  }

  private void unknown(ContentType type, Content content, Place place) throws IOException {
    switch (unknown) {
      case REFUSED -> throw type.notABackup(place.displayPath());
      case KEPT -> keep(content, place);
      case TAKEN -> {
        if (place.archives() > 0) {
          throw type.notABackup(place.displayPath());
        }
        take(content, place);
      }
    }
  }

  private void keep(Content content, Place place) throws IOException {
    MemorySegment bytes = inMemory(content, SizeGuess.UNKNOWN, place);
    others.add(new BackupImage(place.displayPath(), InputKind.BUNDLE, place.layers(), bytes));
  }

  private void take(Content content, Place place) throws IOException {
    budget.countImage();
    SizeGuess guess = SizeGuess.ofBbolt(content.head(), content.size());
    Optional<BboltGeometry> geometry = BboltGeometry.peek(content.head());
    MemorySegment bytes = inMemory(content, guess, place);
    InputKind kind = place.kind().orElseGet(() -> kindOf(geometry, bytes.byteSize()));
    images.add(new BackupImage(place.displayPath(), kind, place.layers(), bytes));
  }

  private static InputKind kindOf(Optional<BboltGeometry> geometry, long lengthBytes) {
    return geometry.filter(found -> found.isSnapshotOf(lengthBytes)).isPresent()
        ? InputKind.SNAPSHOT
        : InputKind.DB;
  }

  private MemorySegment inMemory(Content content, SizeGuess guess, Place place) throws IOException {
    return content.inMemory(memory, guess, budget.inputBytes(), place.displayPath());
  }

  /// What was sealed is in memory only, unsealed.
  private void scanSealed(Content content, Place place) throws IOException {
    Place inside = place.uncompressed(BackupImage.SEALED, limits);
    try (InputStream opened = AgeFile.open(content.stream(), identities)) {
      scanStream(opened, OptionalLong.empty(), inside);
    } catch (AgeException e) {
      throw sealed(e, place);
    }
  }

  private static InputException sealed(AgeException failure, Place place) {
    InputProblem problem =
        switch (failure.reason()) {
          case NO_IDENTITY -> InputProblem.SEALED_AGE;
          case NO_PASSPHRASE -> InputProblem.SEALED_WITH_PASSPHRASE;
          case WRONG_PASSPHRASE -> InputProblem.WRONG_PASSPHRASE;
          case NO_MATCH -> InputProblem.SEALED_FOR_OTHERS;
          case UNSUPPORTED, TOO_COSTLY, BAD_KEY -> InputProblem.SEALED_OTHERWISE;
          case DAMAGED, NOT_AGE -> InputProblem.DAMAGED;
        };
    return new InputException(place.displayPath(), problem, failure.getMessage(), failure);
  }

  private void scanGzip(Content content, Place place) throws IOException {
    Place inside = place.uncompressed("gzip", limits);
    try (GunzipStream unpacked = new GunzipStream(content.stream(), place.displayPath())) {
      scanStream(unpacked, OptionalLong.empty(), inside);
      if (unpacked.hasForeignTail()) {
        skipped.add(
            new InputException(
                place.displayPath(),
                InputProblem.NOT_A_BACKUP,
                "bytes that are not gzip follow the gzip data, and were not read"));
      }
    }
  }

  private void scanZstd(Content content, Place place) throws IOException {
    Place inside = place.uncompressed("zstd", limits);
    try (ZstdStream unpacked = new ZstdStream(content.stream(), place.displayPath())) {
      scanStream(unpacked, OptionalLong.empty(), inside);
    }
  }

  private void scanZlib(Content content, Place place) throws IOException {
    Place inside = place.uncompressed("zlib", limits);
    try (ZlibStream unpacked = new ZlibStream(content.stream(), place.displayPath())) {
      scanStream(unpacked, OptionalLong.empty(), inside);
    }
  }

  private void scanGoLzw(Content content, Place place) throws IOException {
    Place inside = place.uncompressed("lzw", limits);
    try (GoLzwStream unpacked = new GoLzwStream(content.stream(), place.displayPath())) {
      scanStream(unpacked, OptionalLong.empty(), inside);
    }
  }

  /// Its values are kept out of their base64, if it is to be searched.
  private void delta(Content content, Place place) throws IOException {
    MemorySegment whole = inMemory(content, SizeGuess.UNKNOWN, place);
    DeltaSnapshot delta = DeltaSnapshot.of(whole);
    if (unknown != Unknown.KEPT) {
      throw delta.notABackup(place.displayPath());
    }
    if (!delta.isSound()) {
      skipped.add(delta.notABackup(place.displayPath()));
    }
    String path = place.displayPath() + "!values";
    MemorySegment values =
        memory.readAll(DeltaSnapshot.values(whole), SizeGuess.UNKNOWN, budget.inputBytes(), path);
    others.add(new BackupImage(path, InputKind.BUNDLE, place.layers(), values));
  }

  /// Reads to the end even when that is not needed for the backup: the checksums stand there.
  private void scanStream(InputStream unpacked, OptionalLong size, Place inside)
      throws IOException {
    InputStream charged = budget.charging(unpacked);
    scan(new StreamContent(charged, size), inside);
    charged.transferTo(OutputStream.nullOutputStream());
  }

  private void scanTar(Content content, Place place) throws IOException {
    Place inside = place.archive("tar", limits);
    TarReader tar = new TarReader(content.stream(), place.displayPath());
    for (Optional<TarMember> next = tar.next(); next.isPresent(); next = tar.next()) {
      budget.countMembers(1);
      TarMember member = next.get();
      Place there = inside.member(member.name());
      switch (member.kind()) {
        case FILE -> scanMember(() -> scan(member.content(), there), there);
        case DIRECTORY -> {}
        case LINK, DEVICE -> skip(there, InputProblem.NOT_A_BACKUP, member);
        case SPARSE -> skip(there, InputProblem.UNSUPPORTED_FORMAT, member);
      }
    }
  }

  private void skip(Place place, InputProblem problem, TarMember member) {
    skipped.add(new InputException(place.displayPath(), problem, member.kind().description()));
  }

  private void scanZip(Content content, Place place) throws IOException {
    Place inside = place.archive("zip", limits);
    MemorySegment whole = inMemory(content, SizeGuess.UNKNOWN, place);
    try (ZipReader zip = ZipReader.open(whole, budget, place.displayPath())) {
      List<ZipMember> members = zip.members();
      budget.countMembers(members.size());
      for (ZipMember member : members) {
        Place there = inside.member(member.name());
        if (!member.isDirectory()) {
          scanMember(() -> scanZipMember(member, there), there);
        }
      }
    }
  }

  private void scanZipMember(ZipMember member, Place place) throws IOException {
    try (InputStream content = member.open(place.displayPath())) {
      scanStream(content, member.size(), place);
    }
  }

  /// A problem of the member itself, or of what is inside it, is noted. A problem of what is around
  /// it, which its bytes came through, goes on to whoever reads that.
  private void scanMember(MemberStep step, Place member) throws IOException {
    try {
      step.run();
    } catch (InputException e) {
      if (e.problem().endsTheScan() || !e.displayPath().startsWith(member.displayPath())) {
        throw e;
      }
      skipped.add(e);
    }
  }

  private interface MemberStep {
    void run() throws IOException;
  }
}
