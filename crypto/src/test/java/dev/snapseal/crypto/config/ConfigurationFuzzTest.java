package dev.snapseal.crypto.config;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Hostile configuration files: only declared errors.
class ConfigurationFuzzTest {

  @FuzzTest
  void aFileIsAcceptedOrRefused(byte[] content) {
    try {
      EncryptionConfigurationReader.read("fuzz", content).close();
    } catch (InvalidConfigurationException _) {
      // one of the two answers
    }
  }
}
