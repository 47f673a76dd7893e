/**
 * One connection's bytes, over a bare socket or with TLS between, and when the socket gave them:
 * the same code for the client that is measured with and for the server that measures it.
 */
package org.inferometer.link;
