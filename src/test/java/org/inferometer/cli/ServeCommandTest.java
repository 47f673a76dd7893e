package org.inferometer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.inferometer.server.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class ServeCommandTest {
  private static final String TINY = TestModels.TINY.toString();

  @TempDir Path directory;

  @Test
  void tellsInOneLineWhatIsWrongWithTheArguments() throws IOException {
    Path empty = Files.createFile(directory.resolve("key"));

    assertThat(error("--model", directory.toString())).contains("config.json", "no such file");
    assertThat(error("--model", TINY, "--scheduler", "lifo")).contains("lifo", "fifo or batch");
    assertThat(error("--model", TINY, "--port", "70000")).contains("--port", "65535");
    assertThat(error("--model", TINY, "--host", "no.such.host.invalid")).contains("no.such.host");
    assertThat(error("--model", TINY, "--host", "0.0.0.0")).contains("--api-key-file");
    assertThat(error("--model", TINY, "--api-key-file", empty.toString())).contains("is empty");
    assertThat(error("--model", TINY, "--served-model-name", " ")).contains("-name is empty");
    assertThat(error("--model", TINY, "--max-num-seqs", "0")).contains("--max-num-seqs");
    assertThat(error("--model", TINY, "--port", "0", "--max-model-len", "9999"))
        .contains("1024", "9999");
  }

  @Test
  void tellsThatThePortIsInUse() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(other.getLocalPort());

      assertThat(error("--model", TINY, "--port", port)).contains(port, "in use", "--port");
    }
  }

  private static String error(String... arguments) {
    StringWriter text = new StringWriter();
    CommandLine command = new CommandLine(new ServeCommand()).setErr(new PrintWriter(text));

    assertThat(command.execute(arguments)).isEqualTo(2);
    assertThat(text.toString().strip()).startsWith("inferometer serve: ").hasLineCount(1);
    return text.toString();
  }

  /** In a virtual machine of its own, which becomes one with the Vector API in the same process. */
  @Test
  void servesAtFullSpeedWithoutFlagsAndDrainsOnSigterm() throws Exception {
    Process process = serve();
    try (BufferedReader out = process.inputReader()) {
      String ready = ready(out);
      assertThat(ready)
          .matches(
              "serving tiny on http://127\\.0\\.0\\.1:\\d+ \\(batch, 1 threads, vector kernels\\)");
      String url = ready.replaceAll(".*(http://\\S+) .*", "$1");

      HttpResponse<Stream<String>> response = stream(url + "/v1/completions", 900);
      Iterator<String> lines = response.body().iterator();
      assertThat(lines.next()).startsWith("data: ");
      process.destroy();

      long events = 1;
      String last = "";
      while (lines.hasNext()) {
        String line = lines.next();
        if (!line.isEmpty()) {
          last = line;
          events++;
        }
      }
      assertThat(last).isEqualTo("data: [DONE]");
      assertThat(events).isEqualTo(901);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void refusesRequestsAfterASignalAndEndsAtOnceAtTheSecond() throws Exception {
    Process process = serve();
    try (BufferedReader out = process.inputReader()) {
      String url = ready(out).replaceAll(".*(http://\\S+) .*", "$1");
      // More work than can be done before it is aborted.
      for (int i = 0; i < 200; i++) {
        stream(url + "/v1/completions", 1000);
      }
      process.destroy();
      HttpResponse<Stream<String>> refused = stream(url + "/v1/completions", 1);
      while (refused.statusCode() == 200) {
        refused = stream(url + "/v1/completions", 1);
      }
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();

      process.toHandle().destroy();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 15);
    } finally {
      process.destroyForcibly();
    }
  }

  /** With a lower limit than users get. */
  @Test
  void hangsUpOnARequestThatNeverEnds() throws Exception {
    Process process = serve("-Dsun.net.httpserver.maxReqTime=1");
    try (BufferedReader out = process.inputReader()) {
      URI url = URI.create(ready(out).replaceAll(".*(http://\\S+) .*", "$1/v1/completions"));
      try (Socket half = new Socket(url.getHost(), url.getPort())) {
        half.getOutputStream()
            .write(
                "POST /v1/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
                    .getBytes(StandardCharsets.US_ASCII));
        half.setSoTimeout(60_000);
        assertThat(half.getInputStream().read()).isNegative();
      }
      try (Socket slow = new Socket(url.getHost(), url.getPort())) {
        OutputStream request = slow.getOutputStream();
        request.write(
            "POST /v1/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 9999; i++) {
                    request.write(' ');
                    Thread.sleep(20);
                  }
                })
            .isInstanceOf(IOException.class);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process serve(String... jvmArguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmArguments));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", "--model", TINY, "--served-model-name", "tiny"));
    command.addAll(List.of("--port", "0", "--threads", "1"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String ready(BufferedReader out) {
    return out.lines().filter(line -> line.startsWith("serving")).findFirst().orElseThrow();
  }

  private static HttpResponse<Stream<String>> stream(String url, int tokens) throws Exception {
    String json =
        "{\"prompt\":\"x\",\"max_tokens\":%d,\"ignore_eos\":true,\"stream\":true}"
            .formatted(tokens);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(json)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
  }
}
