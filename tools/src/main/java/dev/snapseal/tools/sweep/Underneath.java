package dev.snapseal.tools.sweep;

import dev.snapseal.crypto.EtcdKey;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

/// What is encrypted under one prefix: objects by name, and some of the values, on which a key that
/// is found can be tried. Bounded, whatever the values are. Belongs to one thread at a time.
final class Underneath {
  /// Of one prefix.
  private static final int MOST_OBJECTS = 10_000;

  private static final int MOST_SAMPLES = 64;

  /// Longer values are not tried.
  static final int SAMPLE_BYTES = 16 * 1024;

  private final Set<Named> objects = new LinkedHashSet<>();
  private final List<Sample> samples = new ArrayList<>();

  /// Of so many values one is kept: values of several clusters may have one prefix, and those of
  /// one lie together.
  private long stride = 1;

  private long values;

  /// A value as it is stored, under its complete etcd key.
  record Sample(EtcdKey key, MemorySegment value) {}

  void add(Named object) {
    if (objects.size() < MOST_OBJECTS && object.objectName().isPresent()) {
      objects.add(object);
    }
  }

  /// Whether the next value is one to keep; to be told of each value once.
  boolean isNextKept() {
    return values++ % stride == 0;
  }

  void add(Sample sample) {
    samples.add(sample);
    if (samples.size() > MOST_SAMPLES) {
      for (int kept = 1; kept < samples.size(); kept++) {
        samples.remove(kept);
      }
      stride *= 2;
    }
  }

  /// Adds what the next window or file holds.
  ///
  /// @param room asked whether there is any for so many bytes
  void addAll(Underneath next, LongPredicate room) {
    next.objects.forEach(this::add);
    for (Sample sample : next.samples) {
      if (isNextKept() && room.test(sample.value().byteSize())) {
        add(sample);
      }
    }
  }

  List<Named> objects() {
    return List.copyOf(objects);
  }

  List<Sample> samples() {
    return samples;
  }
}
