package dev.snapseal.tools.command;

import dev.snapseal.tools.keysource.KeySource;
import java.util.List;
import java.util.Optional;

/// Keys out of files, before there is a backup that could have more.
///
/// @param token what opens the bootstrap record of that backup
record BegunKeys(List<KeySource> sources, Optional<TokenFile> token) {}
