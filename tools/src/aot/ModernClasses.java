import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Gives the classes of a jar stack maps and the class-file version that they came with.
///
/// The ahead-of-time cache of Java 25 leaves out classes older than version 50 and all that extend
/// them; picocli's are version 49. With them inside, `--help` takes a third less CPU time. It
/// leaves out the classes of signed jars as well, and Bouncy Castle's alone make every start verify
/// its signature; that one matters only to those who register its provider, which Snapseal does
/// not: so the installed copy drops it. And picocli looks for Groovy at every start, in each of the
/// forty jars, which must all be opened to find that it is in none: here its answer is ready. Of
/// the manifests, which are parsed at every start and some of which are long, it keeps what the JVM
/// reads. A jar with one class that would not verify stays as it is. Run by the launcher: `java
/// ModernClasses.java JAR...`.
final class ModernClasses {
  /// The first version whose classes are verified by stack maps alone.
  private static final int MODERN = ClassFile.JAVA_7_VERSION;

  /// Files that make a jar a signed one.
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/[^/]+[.](SF|RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);

  /// Method of picocli's that answers with the class of Groovy's closures, null without Groovy.
  private static final String GROOVY_SEARCH = "loadClosureClass";

  private static final List<Attributes.Name> KEPT_ATTRIBUTES =
      List.of(
          Attributes.Name.MANIFEST_VERSION,
          Attributes.Name.MULTI_RELEASE,
          Attributes.Name.CLASS_PATH,
          Attributes.Name.IMPLEMENTATION_VERSION);

  private final ClassFile rewriter;

  private ModernClasses(ClassLoader classes) {
    rewriter =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            // Otherwise code that does not change is copied as it is, without stack maps.
            ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(classes)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  static void main(String[] args) throws IOException {
    for (String jar : args) {
      rewrite(Path.of(jar));
    }
  }

  private static void rewrite(Path jar) throws IOException {
    Path rewritten = jar.resolveSibling(jar.getFileName() + ".new");
    try (URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        JarFile from = new JarFile(jar.toFile());
        OutputStream to = Files.newOutputStream(rewritten)) {
      to.write(new ModernClasses(classes).rewrite(from));
    } catch (VerifyError | IllegalArgumentException e) {
      System.out.println(jar + " stays as it is: " + e.getMessage());
      Files.deleteIfExists(rewritten);
      return;
    }
    Files.move(rewritten, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private byte[] rewrite(JarFile jar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (SIGNATURE.matcher(entry.getName()).matches()) {
          continue;
        }
        byte[] content = jar.getInputStream(entry).readAllBytes();
        zip.putNextEntry(new ZipEntry(entry.getName()));
        zip.write(
            switch (entry.getName()) {
              case JarFile.MANIFEST_NAME -> shortened(content);
              case String name when name.endsWith(".class") -> modern(content);
              default -> content;
            });
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] shortened(byte[] manifest) throws IOException {
    Manifest all = new Manifest(new ByteArrayInputStream(manifest));
    Manifest kept = new Manifest();
    for (Attributes.Name name : KEPT_ATTRIBUTES) {
      String value = all.getMainAttributes().getValue(name);
      if (value != null) {
        kept.getMainAttributes().put(name, value);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    kept.write(bytes);
    return bytes.toByteArray();
  }

  private byte[] modern(byte[] content) {
    ClassModel old = rewriter.parse(content);
    if (old.majorVersion() >= MODERN) {
      return content;
    }
    byte[] modern =
        rewriter.transformClass(
            old,
            (builder, element) -> {
              switch (element) {
                case ClassFileVersion version -> builder.withVersion(MODERN, 0);
                case MethodModel method when method.methodName().equalsString(GROOVY_SEARCH) ->
                    builder.withMethodBody(
                        method.methodName(),
                        method.methodType(),
                        method.flags().flagsMask(),
                        code -> code.aconst_null().areturn());
                case MethodModel method ->
                    builder.transformMethod(
                        method, MethodTransform.transformingCode((code, part) -> code.with(part)));
                default -> builder.with(element);
              }
            });
    List<VerifyError> errors = rewriter.verify(modern);
    if (!errors.isEmpty()) {
      throw errors.getFirst();
    }
    return modern;
  }
}
