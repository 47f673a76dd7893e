package org.inferometer.standard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The plainest client there is: writes a request, reads until the server closes. */
final class RawClient {
  private RawClient() {}

  static String post(ExactScheduleServer server, String path, String id, String knobs, String body)
      throws IOException {
    try (Socket socket = open(server, path, id, knobs, body)) {
      return readAnswer(socket);
    }
  }

  /** Asks, and leaves the answer to be read. */
  static Socket open(ExactScheduleServer server, String path, String id, String knobs, String body)
      throws IOException {
    Socket socket = connect(server);
    ask(socket, path, id, knobs, body);
    return socket;
  }

  /** Asks on an open connection, and leaves the answer to be read. */
  static void ask(Socket socket, String path, String id, String knobs, String body)
      throws IOException {
    write(
        socket,
        "POST "
            + path
            + " HTTP/1.1\r\nhost: x\r\nx-request-id: "
            + id
            + "\r\n"
            + (knobs == null ? "" : "x-schedule: " + knobs + "\r\n")
            + "content-length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body);
  }

  static String get(ExactScheduleServer server, String path) throws IOException {
    try (Socket socket = connect(server)) {
      write(socket, "GET " + path + " HTTP/1.1\r\nhost: x\r\n\r\n");
      return readAnswer(socket);
    }
  }

  private static Socket connect(ExactScheduleServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void write(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
  }

  /** The answer up to its last chunk, or up to the promised length, or up to the end. */
  static String readAnswer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[8192];
    while (!complete(answer)) {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        break;
      }
      answer.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }
    return answer.toString();
  }

  private static boolean complete(StringBuilder answer) {
    int head = answer.indexOf("\r\n\r\n");
    int length = answer.indexOf("content-length: ");
    if (head >= 0 && length >= 0 && length < head) {
      int end = answer.indexOf("\r\n", length);
      return answer.length() - head - 4
          >= Integer.parseInt(answer.substring(length + "content-length: ".length(), end));
    }
    return answer.toString().endsWith("\r\n0\r\n\r\n");
  }
}
