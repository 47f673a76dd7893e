/**
 * The OpenAI API over HTTP/1.1: reading requests, writing answers and events, refusing the rest.
 */
package org.inferometer.server.api;
