// Prints Philox4x64-10 of Random123 (Debian package librandom123-dev) for the three published counters and keys:
//   g++ philox4x64.cpp -o philox4x64 && ./philox4x64
#include <Random123/philox.h>

#include <cstdio>

int main() {
  const unsigned long long pi[6] = {0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0,
                                    0x082efa98ec4e6c89, 0x452821e638d01377, 0xbe5466cf34e90c6c};
  for (int i = 0; i < 3; ++i) {
    r123::Philox4x64::ctr_type c;
    r123::Philox4x64::key_type k;
    for (int j = 0; j < 4; ++j) c[j] = i == 0 ? 0 : i == 1 ? ~0ull : pi[j];
    for (int j = 0; j < 2; ++j) k[j] = i == 0 ? 0 : i == 1 ? ~0ull : pi[4 + j];
    const auto r = r123::Philox4x64()(c, k);
    std::printf("0x%016llx, 0x%016llx, 0x%016llx, 0x%016llx\n", (unsigned long long)r[0], (unsigned long long)r[1],
                (unsigned long long)r[2], (unsigned long long)r[3]);
  }
}
