package org.inferometer.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Scanner;
import java.util.concurrent.ThreadLocalRandom;
import org.inferometer.scenario.Stack;
import org.inferometer.wire.Address;

/** Where a launched stack listens. */
final class Ports {
  private static final int CONNECT_MILLIS = 1000;
  private static final Path SYSTEMS_OWN = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 16_384;
  private static final int TRIES = 100;

  private Ports() {}

  /**
   * The stack's own address, or one with a free port.
   *
   * @throws StackException if somebody listens there already, who would be taken for the stack
   */
  static URI of(Stack stack) {
    URI url = stack.url();
    if (url == null) {
      return URI.create("http://127.0.0.1:" + free());
    }
    if (Address.of(url.toString()).port() < 0) {
      throw new StackException(
          stack.name(), "its url " + url + " has no port; a stack with launch needs one");
    }
    if (somebodyListens(url)) {
      throw new StackException(
          stack.name(),
          "another program listens at %s already; stop it, or give launch another url (without one, a free port is taken)"
              .formatted(url));
    }
    return url;
  }

  private static boolean somebodyListens(URI url) {
    try (Socket socket = new Socket()) {
      Address address = Address.of(url.toString());
      socket.connect(
          new InetSocketAddress(address.host(), address.effectivePort()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * One that the system gives to nobody who asks for any: a server takes its time until it listens,
   * and whoever did so before it would be taken for it.
   */
  private static int free() {
    int end = firstOfTheSystem();
    for (int i = 0; i < TRIES && LOWEST < end; i++) {
      OptionalInt port = opened(ThreadLocalRandom.current().nextInt(LOWEST, end));
      if (port.isPresent()) {
        return port.getAsInt();
      }
    }
    return opened(0).orElseThrow(() -> new IllegalStateException("this machine has no free port"));
  }

  /** Where those begin that it gives; 0 where it does not tell. */
  private static int firstOfTheSystem() {
    // Of such a file Files.readString asks one byte first, and gets no more.
    try (BufferedReader in = Files.newBufferedReader(SYSTEMS_OWN)) {
      return new Scanner(in).nextInt();
    } catch (IOException | NoSuchElementException e) {
      return 0;
    }
  }

  private static OptionalInt opened(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return OptionalInt.of(socket.getLocalPort());
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }
}
