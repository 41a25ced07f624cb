package dev.snapseal.tools.sweep;

import dev.snapseal.tools.input.ContentType;
import dev.snapseal.tools.values.Turns;
import dev.snapseal.tools.values.ValueWork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Searches every byte of files, directories and disks for what can be read.
///
/// A sound bbolt file is audited, and searched for everything else besides; any other file is
/// searched window by window without trusting a pointer in it. Small files are searched side by
/// side, each by one thread; any other when its turn has come, by all. What they give is gathered
/// in the order of the targets.
public final class Sweep {
  private static final long SMALL_BYTES = 1 << 20;

  private static final int GROUP_FILES = 64;

  private final InputStream stdin;
  private final SweepOptions options;
  private final Literals literals;
  private final LongConsumer progress;
  private final Turns turns = new Turns();

  /// Belongs to whose turn it is.
  private final SweptTotals totals = new SweptTotals();

  private Sweep(InputStream stdin, SweepOptions options, LongConsumer progress) {
    this.stdin = stdin;
    this.options = options;
    this.literals = new Literals(options.canaries());
    this.progress = progress;
  }

  /// Searches all targets.
  ///
  /// @param stdin read if it is among them
  /// @param progress told the bytes done since it was last told; they add up to the targets' sizes
  public static SweepReport run(
      SweepTargets targets, InputStream stdin, SweepOptions options, LongConsumer progress)
      throws IOException {
    long startNanos = System.nanoTime();
    Sweep sweep = new Sweep(stdin, options, progress);
    targets.failures().forEach(sweep.totals::add);
    for (String link : targets.links()) {
      String why = "a link that leads elsewhere: name what it leads to as well";
      sweep.totals.add(Unexamined.skipped(link, why, 0));
    }
    sweep.run(targets.targets());
    return sweep.totals.report(options, (System.nanoTime() - startNanos) / 1e9);
  }

  /// Everything that is searched for in one pass: what detectors begin with, and the canaries, each
  /// also in base64.
  public static List<byte[]> literals(Canaries canaries) {
    return new Literals(canaries).set().literals();
  }

  private record Searcher() implements ValueWork.Worker {
    @Override
    public void close() {
      // Each search closes what it opens.
    }
  }

  private void run(List<SweepTarget> targets) throws IOException {
    List<List<SweepTarget>> groups = groups(targets);
    List<ValueWork.Task<Searcher>> tasks = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      int number = i;
      tasks.add(searcher -> search(groups.get(number), number));
    }
    ValueWork<Searcher> work = new ValueWork<>(turns::end);
    work.offer(tasks);
    work.run(Math.clamp(groups.size(), 1, options.jobs()), Searcher::new, () -> {});
  }

  /// Small files one behind the other make a group, so that its threads seldom wait for each other.
  private static List<List<SweepTarget>> groups(List<SweepTarget> targets) {
    List<List<SweepTarget>> groups = new ArrayList<>();
    boolean isOpen = false;
    for (SweepTarget target : targets) {
      if (!isOpen || !isSmall(target) || groups.getLast().size() == GROUP_FILES) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(target);
      isOpen = isSmall(target);
    }
    return groups;
  }

  private void search(List<SweepTarget> group, int number) {
    SweptTotals found = new SweptTotals();
    for (SweepTarget target : group) {
      if (!turns.areOver()) {
        search(target, number, found);
      }
    }
    if (turns.await(number)) {
      totals.addAll(found);
      turns.done();
    }
  }

  private void search(SweepTarget target, int number, SweptTotals found) {
    try {
      if (!target.isStandardInput()) {
        searchFile(target, number, found);
      } else if (turns.await(number)) {
        newSearch(target, options, found).standardInput();
      }
    } catch (IOException e) {
      found.add(SweepTargets.failed(target.path(), e));
    }
  }

  private void searchFile(SweepTarget target, int number, SweptTotals found) throws IOException {
    try (FileChannel file = FileChannel.open(target.file(), StandardOpenOption.READ)) {
      ContentType type = TargetSweep.typeOf(file, target.sizeBytes());
      boolean isBeside = isSmall(target) && !mayGrow(type);
      if (isBeside || turns.await(number)) {
        newSearch(target, isBeside ? options.withJobs(1) : options, found).run(file, type);
      }
    }
  }

  private static boolean isSmall(SweepTarget target) {
    return target.sizeBytes() <= SMALL_BYTES && !target.isStandardInput() && !target.isDevice();
  }

  /// What can be unpacked may become large, and a store has work for several threads itself.
  private static boolean mayGrow(ContentType type) {
    return switch (type) {
      case BBOLT, GZIP, ZSTD, ZIP, TAR, AGE -> true;
      default -> false;
    };
  }

  private TargetSweep newSearch(SweepTarget target, SweepOptions how, SweptTotals found) {
    SweepContext context = new SweepContext(how, literals, found.hits());
    return new TargetSweep(target, stdin, context, progress, found);
  }
}
