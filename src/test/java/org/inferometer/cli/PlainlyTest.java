package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

class PlainlyTest {
  @TempDir Path folder;

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path missing = folder.resolve("missing");
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(Plainly.reason(thrown(() -> Files.readString(missing))))
        .isEqualTo(missing + ": there is no such file or folder");
    assertThat(Plainly.reason(thrown(() -> Files.createFile(file))))
        .isEqualTo(file + ": it is there already");
    assertThat(Plainly.reason(thrown(() -> Files.createFile(file.resolve("x")))))
        .isEqualTo(file.resolve("x") + ": Not a directory");
  }

  @Test
  void namesNoClasses() {
    IOException cause = new IOException("the disk is full");

    assertThat(Plainly.reason(new UncheckedIOException(cause))).isEqualTo("the disk is full");
    assertThat(Plainly.reason(new IllegalStateException(new IOException())))
        .doesNotContain("java.");
    assertThat(Plainly.text("it failed (java.nio.file.FileSystemException: /x: read-only)"))
        .isEqualTo("it failed (/x: read-only)");
    assertThat(Plainly.text("http://a.b.Example/c is no address"))
        .isEqualTo("http://a.b.Example/c is no address");
  }

  @Test
  void saysWhyAFileCouldNotBeWrittenOnceWhateverItsMessageSaidOfThat() {
    IOException full = new IOException("No space left on device");
    AccessDeniedException denied = new AccessDeniedException("/x/a.csv");

    assertThat(Plainly.reason(new UncheckedIOException("cannot write the figure /x/a", full)))
        .isEqualTo("cannot write the figure /x/a: No space left on device");
    assertThat(
            Plainly.reason(new UncheckedIOException("cannot write x: " + full.getMessage(), full)))
        .isEqualTo("cannot write x: No space left on device");
    assertThat(
            Plainly.reason(
                new UncheckedIOException("cannot write /x/a.csv: " + denied.getMessage(), denied)))
        .isEqualTo("cannot write /x/a.csv: permission denied");
  }

  @Test
  void tellsOfPathsAndPatternsWhatIsWrongWithThem() {
    assertThatThrownBy(() -> parse("--only", "["))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("\"[\" is no regular expression: Unclosed character class")
        .message()
        .doesNotContain("java.");
    assertThat(Plainly.reason(new java.nio.file.InvalidPathException("x", "Malformed input")))
        .isEqualTo(
            "\"x\": this is no path here (Malformed input); for names that are not ASCII, set"
                + " LC_ALL=C.UTF-8");
    assertThatThrownBy(() -> parse("--file", "a\0b"))
        .hasMessageContaining("this is no path here (Nul character not allowed); for names")
        .message()
        .doesNotContain("java.");
  }

  private static void parse(String... arguments) {
    CommandLine line = new CommandLine(new Some());
    Plainly.convert(line);
    line.parseArgs(arguments);
  }

  @Command
  private static final class Some {
    @Option(names = "--only")
    private Pattern only;

    @Option(names = "--file")
    private Path file;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static IOException thrown(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      return e;
    }
    throw new AssertionError("nothing was thrown");
  }
}
