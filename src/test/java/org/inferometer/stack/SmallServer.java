package org.inferometer.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A server to be launched by tests, or started inside one. Arguments: port, then any of {@code
 * deaf} (does not answer), {@code stubborn} (does not end on SIGTERM), {@code parent} (starts a
 * child that outlives it), {@code dying} and {@code leaving} (end at once), {@code models-500}.
 */
final class SmallServer {
  private SmallServer() {}

  public static void main(String[] args) throws Exception {
    List<String> options = List.of(args);
    System.out.println("hello from the small server, " + System.getenv("GREETING"));
    if (options.contains("stubborn")) {
      Runtime.getRuntime().addShutdownHook(new Thread(SmallServer::hang));
    }
    if (options.contains("parent")) {
      Process child = new ProcessBuilder("sleep", "1000").start();
      System.out.println("child " + child.pid());
    }
    if (options.contains("dying")) {
      System.out.println("I \u001b[31mcannot\u001b[0m go on\u0007");
      System.exit(3);
    }
    if (options.contains("leaving")) {
      System.exit(0);
    }
    if (!options.contains("deaf")) {
      int status = options.contains("models-500") ? 500 : 200;
      start(Integer.parseInt(args[0]), status, "{\"data\":[{\"id\":\"m\"}]}");
    }
    hang();
  }

  static HttpServer start(int port, int modelsStatus, String models) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, 0);
    Map.of(
            "/health", "",
            "/version", "{\"version\":\"1.2.3\"}",
            "/api/version", "{\"version\":\"0.12\"}",
            "/info", "{\"model_id\":\"m\",\"version\":\"3.4\"}",
            "/server_info", "{\"version\":\"0.5\"}")
        .forEach((path, body) -> server.createContext(path, one -> answer(one, 200, body)));
    server.createContext("/v1/models", one -> answer(one, modelsStatus, models));
    server.start();
    return server;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Server", "small");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
