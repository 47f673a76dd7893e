package org.inferometer.standard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** An exact-schedule server somewhere on this machine, and access to its log. */
public final class Standard implements AutoCloseable {
  static final String WARMED_UP = "/warmed-up";
  static final String SETTLE = "/settle";

  private static final ObjectReader ENTRY =
      JsonMapper.builder().build().readerFor(ServedRequest.class);
  private static final ObjectReader STATS =
      JsonMapper.builder().build().readerFor(ServerLog.Stats.class);

  private final URI uri;
  private final Process process;

  private Standard(URI uri, Process process) {
    this.uri = uri;
    this.process = process;
  }

  /** One that runs already. */
  public static Standard at(URI uri) {
    return new Standard(uri, null);
  }

  /**
   * Starts one in a process of its own, so that its compiler and collector do not mix with the
   * client's.
   *
   * @throws IOException when it does not come up
   */
  public static Standard launch() throws IOException {
    return launch("");
  }

  /** The same with settings of its answers, see {@link AnswerScripts}. */
  public static Standard launch(String knobs) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms512m",
                "-Xmn400m",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                ExactScheduleServer.class.getName(),
                "0",
                knobs)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the exact-schedule server did not start; its message is above");
    }
    return new Standard(URI.create(line.substring(line.lastIndexOf(' ') + 1)), process);
  }

  /** Its base address. */
  public URI uri() {
    return uri;
  }

  /** The same with TLS, by a certificate that nobody knows. */
  public URI secureUri() {
    return URI.create(uri.toString().replaceFirst("^http:", "https:"));
  }

  /** Takes everything out of its log. */
  public List<ServedRequest> drain() throws IOException {
    try (InputStream in = open("/log");
        MappingIterator<ServedRequest> entries = ENTRY.readValues(in)) {
      return entries.readAll();
    }
  }

  /** What it says of itself. */
  public ServerLog.Stats stats() throws IOException {
    try (InputStream in = open("/stats")) {
      return STATS.readValue(in);
    } catch (JsonProcessingException e) {
      throw new IOException(uri.resolve("/stats") + " does not answer as one of these does", e);
    }
  }

  /** Tells it that what is to be measured has run before, so that its compilers may stand back. */
  public void warmedUp() throws IOException {
    open(WARMED_UP).close();
  }

  /**
   * Empties its log and has it collect its garbage and compile what it has yet to compile, so that
   * it need not while it is measured against.
   */
  public void forget() throws IOException {
    drain();
    open(SETTLE).close();
  }

  private InputStream open(String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.resolve(path).toURL().openConnection();
    connection.setRequestProperty("Connection", "close");
    if (connection.getResponseCode() != 200) {
      throw new IOException(
          uri.resolve(path)
              + " answered "
              + connection.getResponseCode()
              + "; is that an exact-schedule server?");
    }
    return connection.getInputStream();
  }

  /** Stops the process that {@link #launch} started. */
  @Override
  public void close() {
    if (process != null) {
      process.destroy();
    }
  }
}
