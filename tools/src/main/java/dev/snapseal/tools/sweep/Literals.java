package dev.snapseal.tools.sweep;

import dev.snapseal.snapshot.SnapshotBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// All literals that are searched for, in one set: those of the detectors, the prefix of encrypted
/// values, and the user's canaries, each as it is and in base64 in all three ways.
///
/// Safe for use by several threads.
final class Literals {
  private static final byte[] ENCRYPTED = "k8s:enc:".getBytes(StandardCharsets.US_ASCII);
  private static final String BASE64 = "BASE64";

  /// Characters of base64 for three bytes.
  private static final int GROUP = 4;

  /// Takes what is found.
  interface Visitor {
    /// Something readable.
    void found(Found found);

    /// The beginning of an encrypted value.
    ///
    /// @param bytes where it stands; decoded ones, if it stood in base64
    /// @param offset of the prefix in `bytes`
    /// @param outerOffset of what was searched, where it or its encoded text begins
    void encrypted(SnapshotBytes bytes, long offset, long outerOffset);
  }

  /// Looks closer where a literal stands.
  private interface Entry {
    /// Bytes that this reads at most to refuse what only begins like something.
    int reach();

    /// Whether it costs next to nothing, so that no place is ever passed over.
    default boolean isCheap() {
      return false;
    }

    void at(SnapshotBytes bytes, long offset, Effort effort, Visitor visitor);
  }

  private final List<Entry> entries = new ArrayList<>();
  private final LiteralSet set;

  /// @param canaries what the user searches for
  Literals(Canaries canaries) {
    List<byte[]> literals = new ArrayList<>();
    Encrypted encrypted = new Encrypted();
    add(literals, ENCRYPTED, encrypted, new HashSet<>());
    List<LiteralDetector> detectors =
        List.of(
            new SecretManifests(),
            new JsonSecrets(),
            new ServiceAccountTokens(),
            new PrivateKeys(),
            new DockerConfigs(),
            new LastAppliedSecrets(),
            new EncryptionKeys(),
            new EtcdUsers(),
            new HelmReleases(canaries));
    for (LiteralDetector detector : detectors) {
      Set<ByteBuffer> forms = new HashSet<>();
      for (String literal : detector.literals()) {
        add(literals, literal.getBytes(StandardCharsets.US_ASCII), new Confirmed(detector), forms);
      }
    }
    for (int i = 0; i < canaries.size(); i++) {
      addCanary(literals, canaries, i);
    }
    this.set = new LiteralSet(literals);
  }

  /// @param forms what is searched for the same detector already: literals that differ in their
  ///   last byte only may have a form in common
  private void add(List<byte[]> literals, byte[] literal, Entry entry, Set<ByteBuffer> forms) {
    literals.add(literal);
    entries.add(entry);
    for (int alignment = 0; alignment < Base64Forms.ALIGNMENTS; alignment++) {
      byte[] form = Base64Forms.of(literal, alignment);
      if (forms.add(ByteBuffer.wrap(form))) {
        literals.add(form);
        entries.add(new InBase64(entry, alignment));
      }
    }
  }

  private void addCanary(List<byte[]> literals, Canaries canaries, int number) {
    byte[] canary = canaries.text(number);
    literals.add(canary);
    entries.add(new Canary(canaries, number, ""));
    for (int alignment = 0; alignment < Base64Forms.ALIGNMENTS; alignment++) {
      literals.add(Base64Forms.of(canary, alignment));
      entries.add(new Canary(canaries, number, BASE64));
    }
  }

  LiteralSet set() {
    return set;
  }

  /// Looks closer at a place where a literal stands.
  ///
  /// @param effort what that may cost; where it is used up the place is not looked at, unless it is
  ///   a canary's or an encrypted value's
  void confirm(int number, SnapshotBytes bytes, long offset, Effort effort, Visitor visitor) {
    Entry entry = entries.get(number);
    if (entry.isCheap() || effort.begin()) {
      entry.at(bytes, offset, effort, visitor);
    }
  }

  private static final class Encrypted implements Entry {
    private static final int REACH = 256;

    @Override
    public int reach() {
      return REACH;
    }

    @Override
    public boolean isCheap() {
      return true;
    }

    @Override
    public void at(SnapshotBytes bytes, long offset, Effort effort, Visitor visitor) {
      visitor.encrypted(bytes, offset, offset);
    }
  }

  private record Confirmed(LiteralDetector detector) implements Entry {
    @Override
    public int reach() {
      return detector.reach();
    }

    @Override
    public void at(SnapshotBytes bytes, long offset, Effort effort, Visitor visitor) {
      detector.confirm(bytes, offset, effort, visitor::found);
    }
  }

  private record Canary(Canaries canaries, int number, String encoding) implements Entry {
    @Override
    public int reach() {
      return 1;
    }

    /// It stands there: the literal is all of it.
    @Override
    public boolean isCheap() {
      return true;
    }

    @Override
    public void at(SnapshotBytes bytes, long offset, Effort effort, Visitor visitor) {
      Found canary = canaries.found(number, offset);
      visitor.found(encoding.isEmpty() ? canary : canary.in(encoding));
    }
  }

  /// Decodes around the literal, and looks closer there.
  private record InBase64(Entry inner, int alignment) implements Entry {
    @Override
    public int reach() {
      return (inner.reach() + 2) / 3 * GROUP;
    }

    @Override
    public boolean isCheap() {
      return inner.isCheap();
    }

    @Override
    public void at(SnapshotBytes bytes, long offset, Effort effort, Visitor visitor) {
      long group = offset - Base64Forms.first(alignment);
      if (group < 0) {
        return;
      }
      long start = Excerpt.startOfBase64(bytes, group, reach(), effort);
      int place = (int) ((group - start) / GROUP * Base64Forms.ALIGNMENTS) + alignment;
      byte[] decoded =
          Excerpt.base64(bytes, start, (int) (group - start) + reach() + GROUP, effort);
      try {
        if (decoded.length > place) {
          inside(decoded, place, start, effort, visitor);
        }
      } finally {
        Arrays.fill(decoded, (byte) 0);
      }
    }

    private void inside(byte[] decoded, int place, long start, Effort effort, Visitor visitor) {
      Consumer<Found> outer = found -> visitor.found(found.inside(start, BASE64));
      inner.at(
          Excerpt.bytes(decoded),
          place,
          effort,
          new Visitor() {
            @Override
            public void found(Found found) {
              outer.accept(found);
            }

            @Override
            public void encrypted(SnapshotBytes there, long at, long outerOffset) {
              visitor.encrypted(there, at, start);
            }
          });
    }
  }
}
