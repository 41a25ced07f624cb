package dev.snapseal.tools.report;

import dev.snapseal.snapshot.PageCounts;
import dev.snapseal.tools.info.BackupInfo;
import java.io.PrintWriter;
import java.util.OptionalLong;

/// `info` for people: what the file is on top, then what is in it.
public final class InfoText {
  private static final int NAME_COLUMNS = 12;

  private InfoText() {}

  /// Writes the text.
  ///
  /// @param columns how long a line may be
  public static void write(PrintWriter out, BackupInfo info, int columns) {
    head(out, info);
    out.println();
    TextTable spaces = new TextTable("KEYS UNDER", ">LIVE", ">SUPERSEDED", ">TOMBSTONES", ">BYTES");
    for (BackupInfo.KeySpace space : info.keySpaces()) {
      spaces.row(
          space.prefix().isEmpty() ? "(not Kubernetes)" : space.prefix(),
          Quantity.count(space.live()),
          Quantity.count(space.superseded()),
          Quantity.count(space.tombstones()),
          Quantity.bytes(space.bytes()));
    }
    spaces.print(out, columns);
    out.println();
    TextTable buckets = new TextTable("BUCKET", ">KEYS", ">BYTES");
    for (BackupInfo.BucketSize bucket : info.buckets()) {
      buckets.row(bucket.name(), Quantity.count(bucket.keys()), Quantity.bytes(bucket.bytes()));
    }
    buckets.print(out, columns);
    info.faults().forEach(fault -> out.println("\nwarning: " + SafeText.forTerminal(fault)));
    if (info.malformedRecords() > 0) {
      out.println("\nwarning: " + Quantity.count(info.malformedRecords(), "malformed record"));
    }
    out.flush();
  }

  private static void head(PrintWriter out, BackupInfo info) {
    PageCounts pages = info.pages();
    line(out, "file", SafeText.forTerminal(info.input().path()));
    line(out, "kind", info.input().kind().jsonName());
    line(
        out,
        "size",
        Quantity.bytes(info.input().sizeBytes()) + " (" + info.input().sizeBytes() + " bytes)");
    line(out, "sha256", info.input().sha256());
    line(out, "trailer", info.input().trailer().jsonName());
    line(out, "hash", Long.toHexString(info.hash()) + " (" + info.hash() + ")");
    line(out, "hashKV", info.hashKv().hash() + " at revision " + info.hashKv().revision());
    line(out, "revision", Long.toString(info.revision()));
    line(out, "compacted", number(info.meta().compactRevision(), "never"));
    line(out, "total key", info.totalKey() + " (" + info.totalElements() + " by etcd 3.4 and 3.5)");
    line(out, "total size", Quantity.bytes(info.totalSize()));
    line(out, "version", info.meta().storageVersion().orElse("not stored (etcd before 3.6)"));
    line(
        out,
        "raft",
        "index "
            + unsigned(info.meta().consistentIndex())
            + ", term "
            + unsigned(info.meta().term()));
    line(
        out,
        "pages",
        Quantity.count(pages.total())
            + " of "
            + info.pageSize()
            + " bytes: "
            + Quantity.count(pages.leaf())
            + " leaf, "
            + Quantity.count(pages.branch())
            + " branch, "
            + Quantity.count(pages.overflow())
            + " overflow, "
            + Quantity.count(pages.free())
            + " free");
    for (BackupInfo.Member member : info.members()) {
      String urls = String.join(",", member.peerUrls());
      line(out, "member", SafeText.forTerminal(member.id() + " " + member.name() + " " + urls));
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(name + " ".repeat(NAME_COLUMNS - name.length()) + value);
  }

  private static String number(OptionalLong value, String absent) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : absent;
  }

  private static String unsigned(OptionalLong value) {
    return value.isPresent() ? Long.toUnsignedString(value.getAsLong()) : "none";
  }
}
