package dev.snapseal.tools.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Loading gRPC takes longer than the whole of most runs, so it must wait for the first call.
class GrpcLoadingTest {
  @Test
  void openingAndClosingAPluginNeedsNoGrpcAndAskingItDoes() throws ReflectiveOperationException {
    Class<?> type = new WithoutGrpc().loadClass(UnixSocketKmsPlugin.class.getName());
    Object plugin =
        type.getMethod("open", String.class, String.class, String.class, Duration.class)
            .invoke(null, "v2", "plug", "unix:///nowhere/k.sock", Duration.ofSeconds(1));
    type.getMethod("close").invoke(plugin);

    Object asked =
        type.getMethod("open", String.class, String.class, String.class, Duration.class)
            .invoke(null, "v2", "plug", "unix:///nowhere/k.sock", Duration.ofSeconds(1));
    var failure =
        assertThrows(InvocationTargetException.class, () -> type.getMethod("status").invoke(asked));
    assertInstanceOf(NoClassDefFoundError.class, failure.getCause());
    assertEquals("io/grpc/", failure.getCause().getMessage().substring(0, 8));
  }

  /// Defines this package anew and finds neither gRPC nor Netty.
  private static final class WithoutGrpc extends ClassLoader {
    WithoutGrpc() {
      super(UnixSocketKmsPlugin.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.grpc.") || name.startsWith("io.netty.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.snapseal.tools.kms.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
