package dev.snapseal.tools.report;

import dev.snapseal.tools.needs.FileFault;
import dev.snapseal.tools.needs.Requirement;
import dev.snapseal.tools.needs.RestoreNeeds;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// `needs` for people: whether a restore has all it takes, a line for each thing, what to do next.
public final class NeedsText {
  private static final int HANGING = 2;

  private NeedsText() {}

  /// Writes the text.
  ///
  /// @param next commands that bring what is missing
  /// @param columns how long a line may be
  public static void write(PrintWriter out, RestoreNeeds needs, List<String> next, int columns) {
    WrappedText.print(out, SafeText.forTerminal(verdict(needs)), HANGING, columns);
    if (!needs.requirements().isEmpty()) {
      out.println();
      TextTable table = new TextTable("IN HAND", ">VALUES", ">LIVE", "NEEDED");
      needs.requirements().forEach(requirement -> table.row(cells(requirement)));
      table.print(out, columns);
    }
    out.println();
    notes(needs)
        .forEach(note -> WrappedText.print(out, SafeText.forTerminal(note), HANGING, columns));
    next.forEach(command -> out.println(SafeText.forTerminal("next: " + command)));
    out.flush();
  }

  private static String verdict(RestoreNeeds needs) {
    if (!needs.isWhole()) {
      FileFault first = needs.files().faults().getFirst();
      return "NOT RESTORABLE as it is: %s: %s%s"
          .formatted(
              first.path(),
              first.what(),
              needs.requirements().isEmpty() ? "" : "; " + count(needs));
    }
    if (needs.requirements().isEmpty()) {
      return "RESTORABLE: no value is encrypted, no key is needed";
    }
    if (!needs.hasAll()) {
      return "NOT RESTORABLE with what was given: " + count(needs);
    }
    return needs.inHand() == needs.requirements().size()
        ? "RESTORABLE: " + count(needs)
        : "RESTORABLE: " + count(needs) + "; what is missing, only older revisions need";
  }

  private static String count(RestoreNeeds needs) {
    return "%d of %s in hand"
        .formatted(needs.inHand(), Quantity.count(needs.requirements().size(), "requirement"));
  }

  private static String[] cells(Requirement requirement) {
    String inHand =
        switch (requirement.state()) {
          case IN_HAND -> "yes";
          case MISSING -> "NO";
          case UNTRIED -> "UNTRIED";
          case WRONG -> "WRONG";
        };
    StringBuilder needed = new StringBuilder(requirement.what());
    requirement.where().ifPresent(where -> needed.append(", in ").append(where));
    requirement.detail().ifPresent(detail -> needed.append(": ").append(detail));
    return new String[] {
      inHand,
      Quantity.count(requirement.values()),
      requirement.live().isPresent() ? Quantity.count(requirement.live().getAsLong()) : "-",
      needed.toString()
    };
  }

  private static boolean isLackingToken(Requirement requirement) {
    return requirement.kind() == Requirement.Kind.TOKEN && requirement.isLacking();
  }

  private static List<String> notes(RestoreNeeds needs) {
    List<String> notes = new ArrayList<>();
    notes.add(
        needs.isWhole()
            ? "etcd itself needs no key, token or certificate to restore the file"
            : "copy it again from where it was saved, and compare the two; if they are the same,"
                + " restore another member's backup or an earlier one");
    if (!needs.files().restoreOptions().isEmpty()) {
      notes.add(
          "it has no SHA-256 at its end, as no copy of a database has: etcdutl snapshot restore"
              + " needs "
              + String.join(" ", needs.files().restoreOptions()));
    }
    if (needs.sealedRecords() > 0) {
      notes.add(
          "the backup carries its own keys in "
              + Quantity.count(needs.sealedRecords(), "bootstrap record")
              + ", sealed by the server token alone: whoever has both can read it");
    }
    if (needs.requirements().stream().anyMatch(NeedsText::isLackingToken)) {
      notes.add(
          "the token of a server that is gone is in the backup of /var/lib/rancher/k3s/server/token"
              + " (or rke2)");
    }
    long plaintext = needs.plaintextValues();
    if (plaintext > 0) {
      notes.add(Quantity.count(plaintext, "value") + " under no key: plaintext");
    }
    long malformed = needs.inventory().malformedValues();
    if (malformed > 0) {
      notes.add(
          Quantity.count(malformed, "value")
              + " cannot be read by any API server, whatever the key");
    }
    needs
        .beside()
        .forEach(
            beside ->
                notes.add(
                    "warning SS019 encryption-key-beside: "
                        + beside.what()
                        + " lies with the backup, so that whoever has the one has the other: "
                        + beside.where()));
    return notes;
  }
}
