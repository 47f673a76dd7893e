package org.inferometer.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer that a row of {@code wire-suite.md} spells out, byte for byte; that page says what can
 * stand in it.
 */
final class LiteralAnswer {
  private static final Pattern CELL = Pattern.compile("`(.*)`(?: cut=(\\d+))?");
  private static final Pattern WORD = Pattern.compile("<(\\w+)(?: (\\d+))?(?: ([^>]*))?>");
  private static final String JSON = "Content-Type: application/json\r\nConnection: close\r\n\r\n";
  private static final int CUT_MILLIS = 3;

  private interface Step {
    void on(Socket socket) throws IOException, InterruptedException;
  }

  private final List<Step> steps = new ArrayList<>();
  private final int cut;
  private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** What a cell says; {@code cut} is where its first bytes are cut into two writes. */
  static LiteralAnswer of(String cell) {
    Matcher parts = CELL.matcher(cell);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not an answer: " + cell);
    }
    return new LiteralAnswer(
        parts.group(1), parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2)));
  }

  private LiteralAnswer(String text, int cut) {
    this.cut = cut;
    Matcher word = WORD.matcher(text);
    int from = 0;
    while (word.find()) {
      bytes.writeBytes(unescaped(text.substring(from, word.start())));
      int number = word.group(2) == null ? 0 : Integer.parseInt(word.group(2));
      String argument = word.group(3) == null ? "" : word.group(3);
      say(word.group(1), number, unescaped(argument));
      from = word.end();
    }
    bytes.writeBytes(unescaped(text.substring(from)));
    flush();
  }

  private void say(String word, int number, byte[] argument) {
    switch (word) {
      case "sse" ->
          ascii("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
      case "chunked" -> ascii(Wire.STREAM_HEAD.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
      case "json" -> ascii("HTTP/1.1 200 OK\r\n" + JSON);
      case "status" -> ascii("HTTP/1.1 " + number + " Sorry\r\n" + JSON);
      case "tok" -> ascii(Wire.text("a"));
      case "end" -> ascii("data: {\"choices\":[{\"text\":\"\",\"finish_reason\":\"length\"}]}\n\n");
      case "usage" ->
          ascii(
              "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":"
                  + number
                  + "}}\n\n");
      case "done" -> ascii("data: [DONE]\n\n");
      case "times" -> {
        for (int i = 0; i < number; i++) {
          bytes.writeBytes(argument);
        }
      }
      case "chunk" -> {
        ascii(Integer.toHexString(argument.length) + "\r\n");
        bytes.writeBytes(argument);
        ascii("\r\n");
      }
      case "wait" -> step(socket -> Thread.sleep(number));
      case "drip" -> step(socket -> forever(socket, argument, number));
      case "flood" -> step(socket -> forever(socket, repeated(argument), 0));
      case "reset" -> step(ScriptedServer::reset);
      case "hang" -> step(socket -> socket.getInputStream().read());
      default -> throw new IllegalArgumentException("unknown word <" + word + ">");
    }
  }

  private static void forever(Socket socket, byte[] what, int millis)
      throws IOException, InterruptedException {
    while (true) {
      ScriptedServer.write(socket, what);
      Thread.sleep(millis);
    }
  }

  private static byte[] repeated(byte[] what) {
    byte[] all = new byte[8192 / what.length * what.length];
    for (int at = 0; at < all.length; at += what.length) {
      System.arraycopy(what, 0, all, at, what.length);
    }
    return all;
  }

  private void ascii(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void step(Step next) {
    flush();
    steps.add(next);
  }

  private void flush() {
    byte[] all = bytes.toByteArray();
    bytes = new ByteArrayOutputStream();
    if (steps.isEmpty() && cut > 0 && cut < all.length) {
      steps.add(socket -> ScriptedServer.write(socket, Arrays.copyOf(all, cut)));
      steps.add(socket -> Thread.sleep(CUT_MILLIS));
      steps.add(socket -> ScriptedServer.write(socket, Arrays.copyOfRange(all, cut, all.length)));
    } else if (all.length > 0) {
      steps.add(socket -> ScriptedServer.write(socket, all));
    }
  }

  private static byte[] unescaped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '\\') {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      switch (text.charAt(++at)) {
        case 'r' -> bytes.write('\r');
        case 'n' -> bytes.write('\n');
        case 't' -> bytes.write('\t');
        case '0' -> bytes.write(0);
        case '\\' -> bytes.write('\\');
        case 'x' -> {
          bytes.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
          at += 2;
        }
        default -> throw new IllegalArgumentException("unknown escape in " + text);
      }
    }
    return bytes.toByteArray();
  }

  /** Answers on {@code socket}; the connection is to be closed afterwards. */
  void on(Socket socket) throws IOException, InterruptedException {
    for (Step step : steps) {
      step.on(socket);
    }
  }
}
