package dev.snapseal.tools.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Opening a plain backup is what nearly every run does, so it loads nothing that only packed ones
/// need.
class PlainFileTest {
  @Test
  void aPlainBackupIsOpenedWithoutTheLibrariesThatUnpack() throws Exception {
    Path plain = TestData.resource("clusters/etcd-3.6/final.db");
    try (AutoCloseable input = openWithoutLibraries(plain)) {
      assertEquals("dev.snapseal.tools.input.BackupInput", input.getClass().getName());
    }
  }

  @Test
  void aPackedOneIsNotOpenedWithoutIt() {
    Path packed = TestData.resource("clusters/etcd-3.6/data-dir.tar.zst");
    InvocationTargetException e =
        assertThrows(InvocationTargetException.class, () -> openWithoutLibraries(packed).close());
    assertInstanceOf(NoClassDefFoundError.class, e.getCause());
  }

  private static AutoCloseable openWithoutLibraries(Path path) throws Exception {
    ClassLoader loader = new WithoutLibraries(PlainFileTest.class.getClassLoader());
    Class<?> input = loader.loadClass("dev.snapseal.tools.input.BackupInput");
    Class<?> options = loader.loadClass("dev.snapseal.tools.input.InputOptions");
    Method open = input.getMethod("open", String.class, InputStream.class, options);
    Object standard = options.getMethod("standard").invoke(null);
    return (AutoCloseable)
        open.invoke(null, path.toString(), InputStream.nullInputStream(), standard);
  }

  /// What only packed and sealed files need.
  private static final List<String> LIBRARIES =
      List.of("com.github.luben", "org.apache.commons", "com.exceptionfactory.jagged.framework");

  /// Defines this package anew, and has none of the libraries.
  private static final class WithoutLibraries extends ClassLoader {
    WithoutLibraries(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (LIBRARIES.stream().anyMatch(name::startsWith)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.snapseal.tools.input.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(file)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
