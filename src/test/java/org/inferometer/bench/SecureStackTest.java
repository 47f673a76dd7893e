package org.inferometer.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inferometer.report.table.RunFacts;
import org.inferometer.result.Run;
import org.inferometer.run.Choices;
import org.inferometer.run.RunRefused;
import org.inferometer.run.Session;
import org.inferometer.wire.OwnCertificate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a server whose certificate only its owner knows. */
@Tag("whole-run")
class SecureStackTest {
  @TempDir private Path folder;

  @Test
  void isMeasuredWhereItsCertificateIsTrustedAndTheReportSaysWhatTlsDoes() throws Exception {
    OwnCertificate own = OwnCertificate.in(folder);
    try (AskedServer server = AskedServer.start(own.context())) {
      String url = server.uri().toString();
      assertThatThrownBy(() -> suite(scenario(url, ""), System.out))
          .isInstanceOf(RunRefused.class)
          .hasMessageContaining("its certificate is not trusted")
          .hasMessageContaining("tls: { ca: FILE }");

      String elsewhere = url.replace("127.0.0.1", "localhost");
      suite(scenario(elsewhere, ", tls: { insecure: true }"), System.out);

      ByteArrayOutputStream told = new ByteArrayOutputStream();
      Session suite =
          suite(
              scenario(
                  url,
                  ", tls: { ca: ca.pem } }, b: { transport: http-client, url: \""
                      + elsewhere
                      + "\", tls: { insecure: true }"),
              new PrintStream(told, true, StandardCharsets.UTF_8));
      suite.measure();

      String sentence = "b: carried by Apache HttpClient (transport: http-client)";
      assertThat(told.toString(StandardCharsets.UTF_8)).contains(sentence);
      Run run = Run.read(suite.directory().root());
      assertThat(run.trials()).hasSize(2).allMatch(one -> one.failed() == 0);
      assertThat(RunFacts.of(run).get("asked"))
          .contains("a: over https, decrypted after the arrivals are stamped")
          .anyMatch(one -> one.startsWith(sentence));
      assertThat(RunFacts.of(run).get("own error"))
          .hasSize(2)
          .anyMatch(one -> one.endsWith(" at p = 1 by sockets over TLS"))
          .anyMatch(one -> one.endsWith(" at p = 1 by http-client over TLS"));
      assertThat(run.calibration().path("mirrored").findValuesAsText("way"))
          .containsExactlyInAnyOrder("sockets over TLS", "http-client over TLS");
    }
  }

  private Session suite(Path scenario, PrintStream out) throws IOException, InterruptedException {
    return Suite.of(
        scenario, Map.of(), folder.resolve("results"), new Choices(null, List.of(), true), out);
  }

  private Path scenario(String url, String tls) throws IOException {
    Files.writeString(
        folder.resolve("hello.jsonl"),
        """
        {"id": "a", "text": "Hello there"}
        {"id": "b", "text": "Hello again"}
        """);
    return Files.writeString(
        folder.resolve("scenario.yaml"),
        """
        name: test
        models: { any: {} }
        stacks: { a: { url: "%s"%s } }
        tasks: { hello: { prompts: hello.jsonl, generation: { max_tokens: 8 } } }
        modes: [sync]
        parallelism: [1]
        measure:
          { repeats: 1, warmup-iterations: 1, warmup-time: 50ms, iterations: 1, iteration-time: 100ms,
            stack-warmup: 50ms }
        """
            .formatted(url, tls));
  }
}
