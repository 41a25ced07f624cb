package dev.snapseal.tools.lookup;

import dev.snapseal.tools.kubernetes.KubernetesKey.ObjectKey;
import dev.snapseal.tools.kubernetes.KubernetesKeyReader;
import dev.snapseal.tools.kubernetes.ObjectArgument;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which etcd key a person means: an etcd key as it is, one with `\xNN` as reports print it, or an
/// object such as `secret/NAMESPACE/NAME` under whatever prefix the cluster has.
///
/// Belongs to one thread.
public final class KeyQuery {
  private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9A-Fa-f]{2})");

  private static final String USUAL_PREFIX = "/registry";

  private final String text;
  private final List<MemorySegment> literals = new ArrayList<>();
  private final Optional<ObjectArgument> object;
  private final MemorySegment objectName;
  private final KubernetesKeyReader keys = new KubernetesKeyReader();

  private KeyQuery(String text) {
    this.text = text;
    this.object = ObjectArgument.parse(text);
    this.objectName = segment(object.map(ObjectArgument::name).orElse(""));
    literals.add(segment(text));
    if (ESCAPE.matcher(text).find()) {
      literals.add(MemorySegment.ofArray(unescaped(text)));
    }
  }

  public static KeyQuery of(String argument) {
    return new KeyQuery(argument);
  }

  /// What was asked for.
  public String text() {
    return text;
  }

  /// The object that was asked for, if the argument names one or is the etcd key of one.
  Optional<WantedObject> wanted() {
    return object
        .map(WantedObject::of)
        .or(
            () ->
                keys.read(literals.getLast()) instanceof ObjectKey key
                    ? Optional.of(WantedObject.of(key))
                    : Optional.empty());
  }

  /// Keys that are meant if they exist, likeliest first: what was typed, and the object under the
  /// usual prefix. Others may be meant as well, see [#rank].
  public List<byte[]> likelyKeys() {
    List<byte[]> keys = new ArrayList<>();
    literals.forEach(literal -> keys.add(literal.toArray(ValueLayout.JAVA_BYTE)));
    object.ifPresent(
        named ->
            named
                .etcdKeys(USUAL_PREFIX)
                .forEach(key -> keys.add(key.getBytes(StandardCharsets.UTF_8))));
    return keys;
  }

  /// How likely a key is the one meant: 0 is certain, more is less; nothing if it is not.
  public OptionalInt rank(MemorySegment key) {
    for (int i = 0; i < literals.size(); i++) {
      if (key.mismatch(literals.get(i)) < 0) {
        return OptionalInt.of(i);
      }
    }
    return object.isPresent() && endsInName(key)
        ? objectRank(object.get(), key)
        : OptionalInt.empty();
  }

  private OptionalInt objectRank(ObjectArgument argument, MemorySegment key) {
    if (keys.read(key) instanceof ObjectKey found) {
      int index = argument.etcdKeys(found.etcdPrefix()).indexOf(found.toString());
      return index < 0 ? OptionalInt.empty() : OptionalInt.of(literals.size() + index);
    }
    return OptionalInt.empty();
  }

  private boolean endsInName(MemorySegment key) {
    long start = key.byteSize() - objectName.byteSize();
    return start >= 0
        && MemorySegment.mismatch(key, start, key.byteSize(), objectName, 0, objectName.byteSize())
            < 0;
  }

  private static MemorySegment segment(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] unescaped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher escape = ESCAPE.matcher(text);
    int done = 0;
    while (escape.find()) {
      bytes.writeBytes(text.substring(done, escape.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(Integer.parseInt(escape.group(1), 16));
      done = escape.end();
    }
    bytes.writeBytes(text.substring(done).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
