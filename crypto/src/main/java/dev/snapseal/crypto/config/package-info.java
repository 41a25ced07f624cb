/// The API server's `EncryptionConfiguration`, read and judged as the server does, and the keys
/// that documentation prints.
///
/// Start at [dev.snapseal.crypto.config.EncryptionConfigurationReader]. YAML is parsed by SnakeYAML
/// Engine, in this package only; a JSON file loads no library.
package dev.snapseal.crypto.config;
