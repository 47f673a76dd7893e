package org.inferometer.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.inferometer.scenario.Stack;
import org.inferometer.wire.Address;

/** Where a launched stack listens. */
final class Ports {
  private static final int CONNECT_MILLIS = 1000;

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

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("this machine has no free port", e);
    }
  }
}
