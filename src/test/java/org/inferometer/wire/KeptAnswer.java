package org.inferometer.wire;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.record.RequestRecord;

/**
 * An answer that is kept in a folder of {@code cases}, as bytes and what happens between them; the
 * page there says what can stand in it.
 */
final class KeptAnswer {
  private static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String LINES_HEAD =
      STREAM_HEAD.replace("text/event-stream", "application/x-ndjson");
  private static final String JSON_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";

  private static final Pattern HEADER = Pattern.compile("(?m)^@header (.*)\n");

  /** An order and its number, or bytes to be written at once. */
  private record Step(String order, int number, String bytes) {}

  private final List<Step> steps = new ArrayList<>();

  /** The answer in {@code file}; a stream where its name says so. */
  static KeptAnswer of(Path file) {
    try {
      String text = Files.readString(file);
      boolean stream = file.getFileName().toString().equals("stream.txt");
      boolean lines = text.replaceAll("(?m)^@.*\n", "").startsWith("{");
      String head = stream ? lines ? LINES_HEAD : STREAM_HEAD : JSON_HEAD;
      return new KeptAnswer(head, stream ? text : text.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KeptAnswer(String head, String text) {
    StringBuilder bytes = new StringBuilder();
    Matcher own = HEADER.matcher(text);
    String headers = own.results().map(one -> one.group(1) + "\r\n").collect(joining());
    steps.add(new Step("write", 0, head.replaceFirst("\r\n", "\r\n" + headers)));
    for (String line : own.replaceAll("").split("(?<=\n)")) {
      if (line.startsWith("@")) {
        flush(bytes);
        String[] order = line.substring(1).strip().split(" ");
        steps.add(new Step(order[0], order.length > 1 ? Integer.parseInt(order[1]) : 0, null));
      } else {
        bytes.append(line);
      }
    }
    flush(bytes);
  }

  private void flush(StringBuilder bytes) {
    if (!bytes.isEmpty()) {
      steps.add(new Step("write", 0, bytes.toString()));
      bytes.setLength(0);
    }
  }

  /** Answers on {@code socket}; the connection is to be closed afterwards. */
  void on(Socket socket) throws IOException, InterruptedException {
    for (Step step : steps) {
      switch (step.order) {
        case "write" -> ScriptedServer.write(socket, step.bytes);
        case "wait" -> Thread.sleep(step.number);
        case "flush" -> {}
        case "reset" -> {
          Thread.sleep(20);
          ScriptedServer.reset(socket);
        }
        default -> throw new IllegalArgumentException("unknown order @" + step.order);
      }
    }
  }

  /** Its record if each write arrived at once, in a read of its own. */
  RequestRecord record(Endpoint endpoint, Outgoing outgoing) {
    StringBuilder all = new StringBuilder();
    int[] ends = new int[steps.size()];
    long[] stamps = new long[steps.size()];
    int reads = 0;
    long now = 0;
    for (Step step : steps) {
      now += step.order.equals("wait") ? step.number * 1_000_000L : 0;
      if (step.order.equals("write")) {
        all.append(step.bytes);
        ends[reads] = all.toString().getBytes(StandardCharsets.UTF_8).length;
        stamps[reads++] = now;
      }
    }
    return Replay.of(
        outgoing,
        Wire.labels(outgoing.mode()),
        all.toString().getBytes(StandardCharsets.UTF_8),
        Arrays.copyOf(ends, reads),
        Arrays.copyOf(stamps, reads));
  }
}
