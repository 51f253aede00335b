#include <foreplan/growth.hpp>

#include <cstdio>

int main() { std::printf("%.6f\n", foreplan::growth::compound_rate(6513, 17600, 5)); }
