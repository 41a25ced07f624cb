package dev.snapseal.tools.report;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.keys.KeyInventory;
import dev.snapseal.tools.keys.KeyUse;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `keys` for people: whether all keys are there, then a line for each.
public final class KeysText {
  private static final int HANGING = 2;

  private KeysText() {}

  /// Writes the text.
  ///
  /// @param columns how long a line may be
  public static void write(PrintWriter out, KeyInventory inventory, int columns) {
    out.println(verdict(inventory));
    if (!inventory.keys().isEmpty()) {
      out.println();
      table(inventory).print(out, columns);
    }
    List<String> notes = notes(inventory);
    if (!notes.isEmpty()) {
      out.println();
      notes.forEach(note -> WrappedText.print(out, SafeText.forTerminal(note), HANGING, columns));
    }
    out.flush();
  }

  private static TextTable table(KeyInventory inventory) {
    TextTable table =
        inventory.configuration().isPresent()
            ? new TextTable(
                "PROVIDER", "KEY", ">VALUES", ">LIVE", "REVISIONS", "IN CONFIG", ">OPENS")
            : new TextTable("PROVIDER", "KEY", ">VALUES", ">LIVE", "REVISIONS");
    inventory.keys().forEach(key -> table.row(cells(key)));
    return table;
  }

  private static String verdict(KeyInventory inventory) {
    if (inventory.keys().isEmpty()) {
      return "0 keys: no value is encrypted";
    }
    String keys = Quantity.count(inventory.keys().size(), "key");
    if (inventory.configuration().isEmpty()) {
      return keys + "; with --config, they are compared with a configuration and tried";
    }
    long unopened =
        inventory.keys().stream()
            .mapToLong(key -> key.live() - key.trial().map(KeyUse.Trial::liveOpens).orElse(0L))
            .sum();
    return unopened == 0
        ? keys + ": every live value opens"
        : keys + ": " + Quantity.count(unopened, "live value") + " cannot be opened";
  }

  private static String[] cells(KeyUse key) {
    List<String> cells = new ArrayList<>();
    cells.add(key.prefix().provider().jsonName());
    cells.add(key.prefix().keyName());
    cells.add(Quantity.count(key.values()));
    cells.add(Quantity.count(key.live()));
    cells.add(key.firstRevision() + "-" + key.lastRevision());
    key.trial()
        .ifPresent(
            trial -> {
              cells.add(trial.inConfig() ? "yes" : "NO");
              cells.add(Quantity.count(trial.opens()));
            });
    return cells.toArray(String[]::new);
  }

  private static List<String> notes(KeyInventory inventory) {
    List<String> notes = new ArrayList<>();
    for (KeyUse key : inventory.keys()) {
      notesOf(key, notes);
    }
    inventory
        .configuration()
        .ifPresent(
            comparison -> {
              if (!comparison.unused().isEmpty()) {
                notes.add("in the configuration and unused: " + list(comparison.unused()));
              }
              if (!comparison.missing().isEmpty()) {
                notes.add("not in the configuration: " + list(comparison.missing()));
              }
            });
    if (inventory.plaintextValues() > 0) {
      notes.add(Quantity.count(inventory.plaintextValues(), "value") + " under no key: plaintext");
    }
    if (inventory.malformedValues() > 0) {
      notes.add(Quantity.count(inventory.malformedValues(), "value") + " could not be read");
    }
    inventory
        .failures()
        .forEach(failed -> notes.add("not read: " + failed.path() + ": " + failed.reason()));
    return notes;
  }

  private static void notesOf(KeyUse key, List<String> notes) {
    String name = key.prefix().text() + " ";
    key.published().ifPresent(where -> notes.add(name + "is no secret: printed at " + where));
    if (key.duplicateNonces() > 0) {
      notes.add(
          name
              + "has "
              + Quantity.count(key.duplicateNonces(), "value")
              + " with a nonce"
              + " that another has too");
    }
    if (key.wrappedDeks() > 0) {
      String ids = key.kmsKeyIds().isEmpty() ? "" : " by " + String.join(", ", key.kmsKeyIds());
      notes.add(name + "has " + Quantity.count(key.wrappedDeks(), "data key") + " wrapped" + ids);
    }
    key.trial()
        .flatMap(KeyUse.Trial::failure)
        .ifPresent(failure -> notes.add(name + "does not open: " + failure));
  }

  private static String list(List<EncryptionPrefix> prefixes) {
    return prefixes.stream().map(EncryptionPrefix::text).collect(Collectors.joining(", "));
  }
}
