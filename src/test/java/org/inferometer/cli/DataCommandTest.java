package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.inferometer.dataset.Prompts;
import org.inferometer.dataset.hub.RowsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class DataCommandTest {
  private static final String TOKEN = "hf_verysecret";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void fetchesAndSendsTheTokenThatItKeepsToItself() throws IOException {
    Path prompts = folder.resolve("prompts");
    Path token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    try (RowsServer server = new RowsServer()) {
      server.hasAll();
      String url = server.url().toString();

      assertThat(
              execute(
                  prompts.toString(),
                  "--url",
                  url,
                  "--token-file",
                  token.toString(),
                  "--task",
                  "code,chat",
                  "--count",
                  "20"))
          .isZero();

      assertThat(server.authorizations).isNotEmpty().containsOnly("Bearer " + TOKEN);
    }
    assertThat(Prompts.read(prompts.resolve("chat.jsonl"))).hasSize(20);
    assertThat(Prompts.read(prompts.resolve("code.jsonl"))).hasSize(20);
    assertThat(out.toString()).contains("code.jsonl: 20 prompts, licence: MIT");
    assertThat(out + "" + err).doesNotContain(TOKEN);
    assertThat(Files.readString(prompts.resolve("manifest.json"))).doesNotContain(TOKEN);
  }

  @Test
  void aServerThatRefusesIsNoMistakeOfTheCommandLine() throws IOException {
    try (RowsServer server = new RowsServer()) {
      assertThat(execute(folder.toString(), "--url", server.url().toString())).isEqualTo(1);
    }
    assertThat(err.toString()).contains("status 404 (DatasetNotFoundError)");
  }

  @Test
  void takesALocalFile() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.csv"), "q,a\nWhy?,So.\n");
    String into = folder.resolve("prompts").toString();

    assertThat(execute(into, "--from", file.toString(), "--text", "q", "--reference", "a"))
        .isZero();

    assertThat(folder.resolve("prompts/mine.jsonl"))
        .hasContent("{\"id\":\"1\",\"text\":\"Why?\",\"reference\":\"So.\"}");
  }

  @Test
  void whatIsThereAlreadyIsHeldAgainstWhatIsAskedFor() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.csv"), "q,a\nWhy?,So.\n");
    String from = file.toString();
    String into = folder.resolve("prompts").toString();
    assertThat(execute(into, "--from", from, "--text", "q")).isZero();

    assertThat(execute(into, "--from", from, "--text", "q")).isZero();
    assertThat(out.toString()).contains("mine.jsonl is there already");
    wrong("no column \"x\"; allowed: q, a", into, "--from", from, "--text", "x");
    wrong("other prompts than mine.csv gives", into, "--from", from, "--text", "a");
    Files.writeString(file, "q,a\nWho?,Me.\n");
    wrong("other prompts than mine.csv gives", into, "--from", from, "--text", "q");
    assertThat(folder.resolve("prompts/mine.jsonl")).hasContent("{\"id\":\"1\",\"text\":\"Why?\"}");
  }

  @Test
  void mistakesAreToldInASentence() throws IOException {
    String here = folder.toString();
    String file = Files.writeString(folder.resolve("mine.csv"), "q,a\nWhy?,So.\n").toString();
    String empty = Files.writeString(folder.resolve("token"), "\n").toString();
    String secret = Files.writeString(folder.resolve("two"), TOKEN + "\nx").toString();

    wrong("--task is poems; allowed: chat, summarization, qa, code", here, "--task", "poems");
    wrong("--count is 0; allowed: 1 or more", here, "--count", "0");
    wrong("--longest is -1; allowed: 1 or more", here, "--longest", "-1");
    wrong("--url: \"ftp://x\" is no http address", here, "--url", "ftp://x");
    wrong("go with --from FILE", here, "--text", "q");
    wrong("--reference goes with --text", here, "--from", file, "--reference", "a");
    wrong("--task and --from exclude each other", here, "--from", file, "--task", "qa");
    wrong("--url has no effect with --from", here, "--from", file, "--url", "http://h");
    wrong("--rows has no effect with --from", here, "--from", file, "--rows", "5000");
    wrong("--token-file has no effect with --from", here, "--from", file, "--token-file", secret);
    wrong("there is no such file", here, "--from", file + "x", "--text", "q");
    wrong("no column \"x\"; allowed: q, a", here, "--from", file, "--text", "x");
    wrong("it is there and no folder", file, "--task", "qa");
    wrong("is empty", here, "--token-file", empty);
    wrong("cannot be read", here, "--token-file", empty + "x");
    wrong("holds no token: one word of ASCII", here, "--token-file", secret);
    wrong("unencrypted", here, "--url", "http://mirror.invalid", "--token-file", secret);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).hasSize(3);
    }
  }

  private void wrong(String why, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(execute(arguments)).as(List.of(arguments).toString()).isEqualTo(2);
    assertThat(err.toString()).contains(why).doesNotContain(TOKEN).doesNotContain("Exception");
  }

  private int execute(String... arguments) {
    return new CommandLine(new DataCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
