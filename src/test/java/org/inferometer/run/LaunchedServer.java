package org.inferometer.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server to be launched by tests: says at once that it is healthy, and answers requests with
 * status 503 until it has loaded. Arguments: port, milliseconds of loading, requests that it
 * answers before it dies, {@code parent} (starts a child that outlives it). It counts a token for
 * each word of a prompt, streams whatever it is asked, and refuses prompts with {@link #REFUSED}.
 * Prints what it is asked to do.
 */
final class LaunchedServer {
  static final String REFUSED = "refuse";

  private static final String ANSWER =
      """
      data: {"choices":[{"index":0,"text":"one","finish_reason":null}]}

      data: {"choices":[{"index":0,"text":" two","finish_reason":"length"}]}

      data: {"choices":[],"usage":{"prompt_tokens":%d,"completion_tokens":2}}

      data: [DONE]

      """;

  private LaunchedServer() {}

  public static void main(String[] args) throws IOException {
    long loaded = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    AtomicInteger left = new AtomicInteger(args.length > 2 ? Integer.parseInt(args[2]) : -1);
    if (args.length > 3) {
      System.out.println("child " + new ProcessBuilder("sleep", "3600").start().pid());
    }
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/health", one -> answer(one, 200, "ok"));
    server.createContext(
        "/v1/models",
        one -> answer(one, 200, "{\"data\":[{\"id\":\"exact\",\"max_model_len\":2048}]}"));
    server.createContext(
        "/v1/completions",
        one -> {
          boolean ready = System.nanoTime() >= loaded;
          if (ready && left.getAndDecrement() == 0) {
            System.out.println("no memory left");
            Runtime.getRuntime().halt(7);
          }
          String prompt =
              new JsonMapper()
                  .readTree(one.getRequestBody().readAllBytes())
                  .path("prompt")
                  .asText();
          if (!ready) {
            answer(one, 503, "{\"error\":\"still loading\"}");
          } else if (prompt.contains(REFUSED)) {
            answer(one, 400, "{\"error\":\"no such requests here\"}");
          } else {
            answer(one, 200, ANSWER.formatted(prompt.strip().split("\\s+").length));
          }
        });
    server.createContext(
        "/flush_cache",
        one -> {
          System.out.println(one.getRequestMethod() + " " + one.getRequestURI());
          answer(one, 200, "flushed");
        });
    server.createContext(
        "/metrics",
        one ->
            answer(
                one,
                200,
                "vllm:num_requests_running{engine=\"0\"} 0\n"
                    + "vllm:cache_config_info{block_size=\"16\",cache_dtype=\"auto\",api_key=\"x\"} 1\n"));
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean stream = body.startsWith("data: ");
    exchange
        .getResponseHeaders()
        .set("Content-Type", stream ? "text/event-stream" : "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** The stack that launches it, in the words of a scenario. */
  static String stack(int loadingMillis, String more, String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(one -> Path.of(one).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return """
    { dialect: vllm, models: { any: exact }, %s launch: { timeout: 60s,
        environment: { CLASSPATH: "%s" },
        command: ["%s", -XX:TieredStopAtLevel=1, %s, "${port}", "%d"%s] } }"""
        .formatted(
            more,
            classPath,
            java,
            LaunchedServer.class.getName(),
            loadingMillis,
            Stream.of(arguments).map(", \"%s\""::formatted).collect(Collectors.joining()));
  }
}
