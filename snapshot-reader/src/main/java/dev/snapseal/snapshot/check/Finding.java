package dev.snapseal.snapshot.check;

import dev.snapseal.snapshot.StructureRule;
import java.util.Optional;
import java.util.OptionalLong;

/// One place of a file that breaks a rule.
///
/// @param severity whether the file is unfit or only unusual
/// @param rule the rule broken
/// @param page page that breaks it, or that holds the reference which does; absent where the whole
///   file is meant
/// @param offset bytes from the start of the file, absent where the whole file is meant
/// @param bucket path of the bucket concerned, names joined by `/`, as stored: may hold control
///   characters; absent outside buckets
/// @param message what was found, without bytes of keys or values
public record Finding(
    Severity severity,
    StructureRule rule,
    OptionalLong page,
    OptionalLong offset,
    Optional<String> bucket,
    String message) {}
