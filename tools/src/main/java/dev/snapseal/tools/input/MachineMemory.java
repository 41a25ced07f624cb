package dev.snapseal.tools.input;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// The memory of this machine, or of the container it runs in. Asked for only when something is
/// unpacked: the management classes take tens of milliseconds to load.
final class MachineMemory {
  private static final int SHARE_PERCENT = 60;

  private MachineMemory() {}

  /// Bytes that unpacked inputs may take.
  static long shareForInputs() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
        / 100
        * SHARE_PERCENT;
  }
}
