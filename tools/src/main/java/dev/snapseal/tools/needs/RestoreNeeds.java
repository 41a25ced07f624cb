package dev.snapseal.tools.needs;

import dev.snapseal.crypto.EncryptionPrefix;
import dev.snapseal.tools.input.BackupImage;
import dev.snapseal.tools.input.FailedInput;
import dev.snapseal.tools.input.FileEnd;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.keys.KeyInventory;
import dev.snapseal.tools.keys.KeyUse;
import dev.snapseal.tools.keysource.BootstrapFinding;
import dev.snapseal.tools.keysource.BootstrapFinding.Outcome;
import dev.snapseal.tools.keysource.KeySource;
import dev.snapseal.tools.needs.Requirement.Kind;
import dev.snapseal.tools.needs.Requirement.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What a restore of a backup takes: the answer of `needs`. etcd itself asks for nothing.
///
/// @param inventory the keys that values are under, and what those at hand opened
/// @param requirements tokens and identities first, then keys by prefix
/// @param beside keys that lie where the backup lies
/// @param sealedRecords bootstrap records of k3s or RKE2, with which the backup carries its own
///   keys
/// @param files what is said of the files themselves
public record RestoreNeeds(
    KeyInventory inventory,
    List<Requirement> requirements,
    List<KeyBeside> beside,
    long sealedRecords,
    Files files) {
  /// What `etcdutl snapshot restore` needs for a file without a SHA-256.
  public static final String SKIP_HASH_CHECK = "--skip-hash-check";

  public RestoreNeeds {
    requirements = List.copyOf(requirements);
    beside = List.copyOf(beside);
  }

  /// What is said of the files themselves.
  ///
  /// @param faults why they cannot be restored as they are
  /// @param restoreOptions options of `etcdutl snapshot restore` that they take
  public record Files(List<FileFault> faults, List<String> restoreOptions) {
    public Files {
      faults = List.copyOf(faults);
      restoreOptions = List.copyOf(restoreOptions);
    }

    /// Looks at the ends of the files that could be read; one that could not is at fault.
    static Files of(KeyInventory inventory, List<BackupImage> images) {
      List<FileFault> faults = new ArrayList<>();
      List<String> options = new ArrayList<>();
      inventory.failures().forEach(failed -> faults.add(fault(failed)));
      for (InputFacts input : inventory.inputs()) {
        FileEnd end = FileEnd.of(image(input, images), input.trailer());
        end.fault().ifPresent(what -> faults.add(new FileFault(input.path(), what)));
        if (end.kind() == FileEnd.Kind.NO_HASH && options.isEmpty()) {
          options.add(SKIP_HASH_CHECK);
        }
      }
      return new Files(faults, options);
    }

    private static FileFault fault(FailedInput failed) {
      return new FileFault(failed.path(), failed.reason());
    }

    private static BackupImage image(InputFacts input, List<BackupImage> images) {
      return images.stream()
          .filter(image -> image.displayPath().equals(input.path()))
          .findFirst()
          .orElseThrow();
    }
  }

  /// What is at hand to open a backup with.
  ///
  /// @param images the backup itself
  /// @param sources keys, in the order in which they were tried
  /// @param records bootstrap records in the backup, newest first
  /// @param tokenFile where the token that they were tried with was read
  /// @param identity with what a sealed file was opened; empty if it is not sealed
  public record AtHand(
      List<BackupImage> images,
      List<KeySource> sources,
      List<BootstrapFinding> records,
      Optional<String> tokenFile,
      Optional<String> identity) {
    public AtHand {
      images = List.copyOf(images);
      sources = List.copyOf(sources);
      records = List.copyOf(records);
    }
  }

  /// Works out what is needed.
  ///
  /// @param inventory made with all keys at hand
  public static RestoreNeeds of(KeyInventory inventory, AtHand atHand, List<KeyBeside> beside) {
    List<Requirement> requirements = new ArrayList<>();
    atHand.identity().ifPresent(identity -> requirements.add(identity(inventory, identity)));
    requirements.addAll(tokens(inventory, atHand));
    for (KeyUse key : inventory.keys()) {
      requirements.addAll(new KeyNeeds(key, atHand.sources()).all());
    }
    long sealedRecords =
        atHand.records().stream().filter(record -> record.outcome() != Outcome.NOT_SEALED).count();
    return new RestoreNeeds(
        inventory, requirements, beside, sealedRecords, Files.of(inventory, atHand.images()));
  }

  /// Whether etcd takes the file, every live value opens, and every token is there.
  public boolean isRestorable() {
    return isWhole() && hasAll();
  }

  /// Whether nothing is wrong with the file itself, as far as its end tells.
  public boolean isWhole() {
    return files.faults().isEmpty();
  }

  /// Whether nothing is missing that live values or the cluster need.
  public boolean hasAll() {
    return requirements.stream().noneMatch(Requirement::isLacking);
  }

  /// Values that nothing encrypts; a bootstrap record is sealed on its own.
  public long plaintextValues() {
    return inventory.plaintextValues() - sealedRecords;
  }

  /// How many requirements are in hand.
  public long inHand() {
    return requirements.stream().filter(Requirement::isInHand).count();
  }

  private static Requirement identity(KeyInventory inventory, String identity) {
    long encrypted = inventory.keys().stream().mapToLong(KeyUse::values).sum();
    return new Requirement(
        Kind.IDENTITY,
        "age identity of the sealed file",
        Optional.empty(),
        Optional.empty(),
        State.IN_HAND,
        Optional.of(identity),
        encrypted + inventory.plaintextValues() + inventory.malformedValues(),
        OptionalLong.empty(),
        Optional.empty());
  }

  /// One for each record that a restored server would find.
  private static List<Requirement> tokens(KeyInventory inventory, AtHand atHand) {
    List<Requirement> tokens = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (BootstrapFinding record : atHand.records()) {
      boolean isSealed = record.outcome() != Outcome.NOT_SEALED;
      if (record.live() && isSealed && seen.add(record.etcdKey())) {
        tokens.add(token(record, inventory, atHand.tokenFile()));
      }
    }
    return tokens;
  }

  private static Requirement token(
      BootstrapFinding record, KeyInventory inventory, Optional<String> tokenFile) {
    State state =
        switch (record.outcome()) {
          case OPENED -> State.IN_HAND;
          case UNTRIED -> State.MISSING;
          case OTHER_TOKEN, DAMAGED, NOT_SEALED -> State.WRONG;
        };
    List<EncryptionPrefix> opened = record.keys().stream().flatMap(KeySource::prefixes).toList();
    List<KeyUse> dependent =
        inventory.keys().stream()
            .filter(
                key ->
                    state == State.IN_HAND
                        ? opened.contains(key.prefix())
                        : KeySource.isOfK3s(key.prefix()))
            .toList();
    return new Requirement(
        Kind.TOKEN,
        "server token of k3s or RKE2 (" + record.etcdKey() + ")",
        Optional.empty(),
        Optional.empty(),
        state,
        state == State.MISSING ? Optional.empty() : tokenFile,
        dependent.stream().mapToLong(KeyUse::values).sum(),
        OptionalLong.empty(),
        Optional.of(record.detail()).filter(detail -> !detail.isEmpty()));
  }
}
