package dev.snapseal.tools.audit;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.crypto.GroupResource;
import dev.snapseal.snapshot.ByteRange;
import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.tools.audit.Stretch.Closing;
import dev.snapseal.tools.audit.Stretch.Content;
import dev.snapseal.tools.plaintext.EmbeddedSecret;
import dev.snapseal.tools.plaintext.Remnant;
import dev.snapseal.tools.plaintext.RemnantScan;
import dev.snapseal.tools.report.Quantity;
import java.util.Optional;
import java.util.OptionalLong;

/// Judges bytes that are no whole record: plaintext objects by their beginnings, Secrets also by
/// their ends, and what is left by whether it can be told from ciphertext.
///
/// Text that nothing explains is no proof of plaintext; it only keeps a file from being called
/// unreadable. Every byte is read a fixed number of times at most.
final class FragmentExaminer {
  /// Bytes of the shortest end of a Secret that holds some of its data.
  private static final int SHORTEST_END = 24;

  private static final String END_OF_SECRET = "the end of a Secret, without its beginning";

  private static final GroupResource SECRETS = new GroupResource("", "secrets");

  private final ValueExaminer examiner;
  private final AuditContext context;
  private final SnapshotBytes bytes;
  private final PageStarts pages;
  private final Scope scope;

  /// First byte behind the objects found so far.
  private long objectsEnd;

  /// The object whose end that is.
  private Optional<Remnant> outermost = Optional.empty();

  /// @param examiner of the thread that does this
  /// @param scope where the bytes stand
  FragmentExaminer(ValueExaminer examiner, Scope scope) {
    this.examiner = examiner;
    this.context = examiner.context();
    this.bytes = context.snapshot().bytes();
    this.pages = new PageStarts(context.snapshot());
    this.scope = scope;
  }

  PageStarts pages() {
    return pages;
  }

  /// Looks for objects by their beginnings alone.
  void examineHeads(ByteRange range) {
    RemnantScan.scan(bytes, range, this::report);
  }

  /// Looks at every byte.
  ///
  /// @param closing how the range ends
  void examine(ByteRange range, Closing closing) {
    objectsEnd = range.start();
    RemnantScan.scan(bytes, range, (offset, remnant) -> object(range, offset, remnant));
    rest(new ByteRange(objectsEnd, range.end()), closing);
  }

  /// An object explains its own bytes, up to a page that was written at another time.
  private void object(ByteRange range, long offset, Remnant remnant) {
    if (offset < objectsEnd) {
      inside(offset, remnant);
      return;
    }
    report(offset, remnant);
    rest(new ByteRange(objectsEnd, offset), Closing.CUT);
    long end = Math.max(offset, remnant.end(bytes, offset, range.end()));
    objectsEnd = pages.firstIn(new ByteRange(offset, end));
    outermost = Optional.of(remnant);
    boolean isOfPolicy = context.options().policy().includes(remnant);
    observe(new ByteRange(offset, objectsEnd), state(isOfPolicy));
    if (!isOfPolicy) {
      embedded(new ByteRange(offset, objectsEnd), remnant);
    }
  }

  /// Secrets that do not begin as objects do, inside the value of another.
  private void embedded(ByteRange range, Remnant holder) {
    EmbeddedSearch search = new EmbeddedSearch(context, range);
    for (EmbeddedSecret secret : search.found()) {
      if (Remnant.at(bytes, secret.offset(), range.end()).isEmpty()) {
        secret(secret.offset(), secret.title() + ", inside " + holder.title());
      }
    }
    if (!search.isComplete()) {
      unattributed(range);
    }
  }

  /// An object may hold another, whole: a List holds Secrets, a Secret nothing that counts again.
  private void inside(long offset, Remnant remnant) {
    boolean isPartOfFinding =
        outermost
            .filter(object -> object.form() == Remnant.Form.JSON)
            .filter(object -> context.options().policy().includes(object))
            .isPresent();
    if (!isPartOfFinding) {
      report(offset, remnant);
    }
  }

  private void rest(ByteRange range, Closing closing) {
    TextScan.scan(bytes, pages, range, closing, this::stretch);
  }

  private void stretch(Stretch stretch) {
    if (end(stretch) == FragmentEnd.SECRET) {
      secret(stretch.range().start(), END_OF_SECRET);
    } else if (stretch.content() == Content.TEXT) {
      TextMeasure.measure(bytes, stretch, this::text);
    }
  }

  private FragmentEnd end(Stretch stretch) {
    return stretch.closing() == Closing.ENDS && stretch.range().length() >= SHORTEST_END
        ? FragmentEnd.of(bytes, stretch.range())
        : FragmentEnd.UNKNOWN;
  }

  private void text(Stretch passage, ByteRange text) {
    switch (end(passage)) {
      case SECRET -> secret(text.start(), END_OF_SECRET);
      case OTHER_OBJECT -> {
        if (!context.options().policy().isOfSecretsAlone()) {
          unattributed(text);
        }
      }
      case UNKNOWN -> unattributed(text);
    }
  }

  private void unattributed(ByteRange text) {
    examiner.totals().countUnattributed(text.length());
    observe(text, ValueState.UNATTRIBUTED);
    context
        .findings()
        .add(
            AuditFinding.ofFile(
                AuditRule.UNATTRIBUTED_TEXT,
                AuditRule.UNATTRIBUTED_TEXT.severity(),
                context.path(),
                AuditFinding.Place.of(page(text.start()), text.start()),
                Quantity.count(text.length()) + " bytes of text belong to nothing known"));
  }

  /// Counts an object, and reports it if the policy asks for its encryption.
  void report(long offset, Remnant remnant) {
    boolean isOfPolicy = context.options().policy().includes(remnant);
    count(remnant.resource(), isOfPolicy, offset);
    if (isOfPolicy) {
      context
          .findings()
          .add(
              finding(
                  remnant.resource(),
                  remnant.namespace(),
                  remnant.name(),
                  offset,
                  "the beginning of " + remnant.title() + ", without the record it belonged to"));
    }
  }

  private void secret(long offset, String what) {
    boolean isOfPolicy = context.options().policy().includes(SECRETS);
    count(SECRETS, isOfPolicy, offset);
    if (isOfPolicy) {
      context.findings().add(finding(SECRETS, Optional.empty(), Optional.empty(), offset, what));
    }
  }

  private void count(GroupResource resource, boolean isOfPolicy, long offset) {
    observe(new ByteRange(offset, offset + 1), state(isOfPolicy));
    examiner.totals().countPlain(scope, isOfPolicy);
    examiner.totals().tally().add(resource, EncryptionPrefix.NONE, scope, 0);
  }

  private void observe(ByteRange range, ValueState state) {
    context.observer().piece(range, scope, state);
  }

  private static ValueState state(boolean isOfPolicy) {
    return isOfPolicy ? ValueState.READABLE : ValueState.PERMITTED;
  }

  private AuditFinding finding(
      GroupResource resource,
      Optional<String> namespace,
      Optional<String> name,
      long offset,
      String message) {
    AuditRule rule = AuditRule.plaintextIn(scope);
    return AuditFinding.ofValue(
        rule,
        rule.severity(),
        context.path(),
        new AuditFinding.Value(
            Optional.empty(),
            Optional.of(resource.group()),
            Optional.of(resource.resource()).filter(known -> !known.isEmpty()),
            namespace,
            name,
            OptionalLong.empty(),
            Optional.of(scope)),
        AuditFinding.Storage.under(EncryptionPrefix.NONE),
        AuditFinding.Place.of(page(offset), offset),
        message);
  }

  private long page(long offset) {
    return offset / context.snapshot().meta().pageSize();
  }
}
