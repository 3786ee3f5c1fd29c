"""The packages people use, unmodified: told the address, the credential and the certificate, and to try once."""

import anthropic
import httpx
import ollama
import openai


class Clients:
    def __init__(self, gateway):
        self.url, self.trust = gateway.url, gateway.trust

    def openai(self, key):
        return openai.OpenAI(base_url=self.url + "/v1", api_key=key, max_retries=0,
                             http_client=openai.DefaultHttpxClient(verify=self.trust))

    def anthropic(self, key):
        return anthropic.Anthropic(base_url=self.url, api_key=key, max_retries=0,
                                   http_client=anthropic.DefaultHttpxClient(verify=self.trust))

    def ollama(self, key):
        return ollama.Client(host=self.url, verify=self.trust, headers={"Authorization": f"Bearer {key}"})

    def http(self, key=None):
        """Plain HTTP, for what no package would send."""
        return httpx.Client(base_url=self.url, verify=self.trust, trust_env=False, timeout=30,
                            headers={"Authorization": f"Bearer {key}"} if key else {})
