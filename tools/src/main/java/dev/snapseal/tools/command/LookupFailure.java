package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.lookup.Lookup;
import java.util.ArrayList;
import java.util.List;

/// Says why a read of a key gave no value.
///
/// @param file as given
/// @param key as given
/// @param given the command that was to read it
/// @param keys the options of it that name keys, each behind a blank
record LookupFailure(String file, String key, GivenCommand given, String keys) {

  CommandFailure of(Lookup.Deleted deleted) {
    String message = at("the key was deleted at revision " + deleted.revision());
    return deleted.lastPut().isPresent()
        ? failure(message, "its last value: " + get(deleted.lastPut().getAsLong()))
        : failure(message, "the store has no older value; copies on free pages: " + history());
  }

  CommandFailure of(Lookup.NotYetCreated later) {
    return failure(
        at("the key did not exist yet; its first revision here is " + later.firstRevision()),
        get(later.firstRevision()));
  }

  CommandFailure of(Lookup.Compacted compacted) {
    return failure(
        at(
            "etcdserver: mvcc: required revision has been compacted; the oldest left is "
                + compacted.compactRevision()),
        get(compacted.compactRevision()));
  }

  CommandFailure of(Lookup.FutureRevision future) {
    return failure(
        at(
            "etcdserver: mvcc: required revision is a future revision; the newest is "
                + future.currentRevision()),
        get(future.currentRevision()));
  }

  CommandFailure of(Lookup.NoValueAt place) {
    return failure(
        at("no value of this key begins at offset " + place.offset()),
        "the offsets of all copies: " + history());
  }

  CommandFailure of(Lookup.NoSuchKey missing) {
    List<String> hints = new ArrayList<>();
    for (String near : missing.nearest()) {
      hints.add("there is: " + given.with(key, near));
    }
    if (hints.isEmpty()) {
      hints.add("KEY is an etcd key or secret/NAMESPACE/NAME; 'snapseal info' lists prefixes");
    }
    hints.add("copies on free pages, if there are any: " + history());
    return failure(at("there is no such key"), hints.toArray(String[]::new));
  }

  private static CommandFailure failure(String message, String... hints) {
    return new CommandFailure(ExitCode.USAGE, message, hints);
  }

  private String at(String what) {
    return "[" + file + "] " + key + ": " + what;
  }

  private String get(long revision) {
    return given.withOption("--revision", Long.toString(revision));
  }

  /// The command that lists all copies, those on free pages too.
  String history() {
    return given.is("history")
        ? given.withFlag("--free")
        : "snapseal history %s %s --free%s".formatted(ShellWord.of(file), ShellWord.of(key), keys);
  }
}
