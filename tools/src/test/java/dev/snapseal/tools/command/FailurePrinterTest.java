package dev.snapseal.tools.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snapseal.tools.Terminal;
import dev.snapseal.tools.output.OutputFile;
import dev.snapseal.tools.output.OutputFile.Existing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class FailurePrinterTest {
  /// A command that only begins a file.
  @Command(name = "write")
  private record WriteCommand(Path target) implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      try (OutputFile file = OutputFile.create(target, Existing.REFUSE, List.of())) {
        file.commit();
        return 0;
      }
    }
  }

  @Test
  void anOutputThatIsRefusedIsOneErrorOneHintAndCode6(@TempDir Path folder) throws IOException {
    Path target = Files.writeString(folder.resolve("a\u001b[2Jb"), "there");
    StringWriter err = new StringWriter();
    CommandIo io =
        new CommandIo(
            InputStream.nullInputStream(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            OutputStream.nullOutputStream(),
            Terminal.NONE);
    FailurePrinter printer = new FailurePrinter(io, new GivenCommand(List.of("write")));

    int code =
        new CommandLine(new WriteCommand(target)).setExecutionExceptionHandler(printer).execute();

    String shown = folder + "/a?[2Jb";
    assertEquals(
        """
        error: [%s] exists already
        hint:  --force replaces it; look first: ls -l '%s'
        """
            .formatted(shown, shown),
        err.toString());
    assertEquals(6, code);
  }
}
