import type { Put } from "@tessera/client";

/** Sends a file to the store and tells how much of it went, 0 to 1; `fetch` can't tell. */
export const putWithProgress =
  (onShare: (share: number) => void): Put =>
  ({ url, method, headers, body, timeoutMs }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.timeout = timeoutMs;
      request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
      request.onload = () => resolve(request.status);
      request.onerror = request.ontimeout = request.onabort = () => reject(new Error("the store does not answer"));
      request.send(body);
    });
