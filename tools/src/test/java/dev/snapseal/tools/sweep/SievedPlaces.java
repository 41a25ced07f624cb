package dev.snapseal.tools.sweep;

import java.util.Set;
import java.util.TreeSet;

/// Remembers what a sieve lets through, but for literals.
class SievedPlaces implements Sieve.Visitor {
  final Set<Long> records = new TreeSet<>();
  final Set<Long> objects = new TreeSet<>();
  final Set<Long> entries = new TreeSet<>();

  @Override
  public void record(long offset) {
    records.add(offset);
  }

  @Override
  public void object(long offset) {
    objects.add(offset);
  }

  @Override
  public void entry(long offset) {
    entries.add(offset);
  }

  @Override
  public void literal(int number, long offset) {
    // not wanted here
  }
}
