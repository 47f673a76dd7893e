package org.inferometer.server.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.inferometer.server.Generation;
import org.inferometer.server.GenerationEvent;
import org.inferometer.server.GenerationEvent.Failed;
import org.inferometer.server.GenerationEvent.Token;
import org.inferometer.server.GenerationEvent.Woken;
import org.inferometer.server.GenerationLoop;
import org.inferometer.server.RefusedException;
import org.inferometer.server.ServedModel;

/** Answers requests for text, whole or as server-sent events. */
final class Generating {
  private static final int MAX_BODY_BYTES = 8 << 20;
  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SPACE = {' '};
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  private final ServedModel model;
  private final GenerationLoop loop;
  private final ClientWatch clients;

  Generating(ServedModel model, GenerationLoop loop, ClientWatch clients) {
    this.model = model;
    this.loop = loop;
    this.clients = clients;
  }

  void handle(HttpExchange exchange, Endpoint endpoint)
      throws IOException, ApiException, InterruptedException {
    ApiRequest request = endpoint.read(RequestFields.parse(body(exchange)), model);
    AnswerWriter writer = endpoint.answer(answer(exchange, endpoint, request));
    Generation generation = submit(exchange, request);
    try (ClientWatch.Watch watch = clients.watch(exchange, generation::wake, generation::cancel)) {
      if (request.stream()) {
        stream(exchange, request, generation, writer);
      } else {
        whole(exchange, generation, writer);
      }
    } catch (IOException e) {
      generation.cancel();
      throw e;
    }
  }

  private Answer answer(HttpExchange exchange, Endpoint endpoint, ApiRequest request) {
    String id = exchange.getRequestHeaders().getFirst("X-Request-Id");
    if (id == null) {
      id = UUID.randomUUID().toString().replace("-", "");
    }
    long created = System.currentTimeMillis() / 1000;
    return new Answer(endpoint.idPrefix() + id, created, model.name(), request);
  }

  private Generation submit(HttpExchange exchange, ApiRequest request) throws ApiException {
    try {
      return loop.submit(request.generation());
    } catch (RefusedException e) {
      switch (e.reason()) {
        case QUEUE_FULL -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          throw new ApiException(429, null, e.getMessage());
        }
        case SHUTTING_DOWN -> throw Router.shuttingDown(exchange);
      }
      throw e;
    }
  }

  /** One write for each event, when it happens. */
  private static void stream(
      HttpExchange exchange, ApiRequest request, Generation generation, AnswerWriter writer)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    boolean opened = false;
    GenerationEvent event;
    do {
      event = generation.next();
      if (event instanceof Token token) {
        if (!opened) {
          opened = true;
          for (byte[] opening : writer.opening()) {
            write(out, opening);
          }
        }
        writer.add(token);
        write(out, writer.event());
      } else if (event instanceof Woken) {
        write(out, COMMENT);
      } else {
        write(out, errorEvent(failure(event, writer)));
      }
    } while (!event.isLast());
    if (request.includeUsage() && event instanceof Token) {
      write(out, writer.usageEvent());
    }
    write(out, DONE);
  }

  /** One write at the end, unless the client has to be asked before whether it is still there. */
  private static void whole(HttpExchange exchange, Generation generation, AnswerWriter writer)
      throws IOException, ApiException, InterruptedException {
    GenerationEvent event;
    do {
      event = generation.next();
      if (event instanceof Token token) {
        writer.add(token);
      } else if (event instanceof Woken) {
        begunEarly(exchange, generation, writer);
        return;
      } else {
        throw failure(event, writer);
      }
    } while (!event.isLast());
    Router.send(exchange, 200, "application/json", writer.whole());
  }

  /** Begins with white space, which JSON allows; what fails later has status 200 all the same. */
  private static void begunEarly(HttpExchange exchange, Generation generation, AnswerWriter writer)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    write(out, SPACE);
    GenerationEvent event;
    do {
      event = generation.next();
      if (event instanceof Token token) {
        writer.add(token);
      } else {
        write(out, Router.error(failure(event, writer)));
        return;
      }
    } while (!event.isLast());
    write(out, writer.whole());
  }

  private static ApiException failure(GenerationEvent event, AnswerWriter writer) {
    if (event instanceof Failed failed) {
      System.err.println("request " + writer.answer().id() + ": " + failed.message());
      return new ApiException(500, null, failed.message());
    }
    return new ApiException(503, null, "the request was aborted");
  }

  private static byte[] errorEvent(ApiException e) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("data: ".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(Router.error(e));
    bytes.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private static byte[] body(HttpExchange exchange) throws IOException, ApiException {
    BrowserGuard.checkType(exchange);
    // The JDK's server has refused what is no number.
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && Long.parseLong(length.strip()) > MAX_BODY_BYTES) {
      throw tooLarge();
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw tooLarge();
    }
    return body;
  }

  private static ApiException tooLarge() {
    return new ApiException(413, null, "the body is larger than " + MAX_BODY_BYTES + " bytes");
  }
}
