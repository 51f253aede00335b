// Blanchard and Kahn's conditions where counting eigenvalues is not enough, for the tests of foreplan's `stability`.
// Dynare 5.3 under Octave 7.3, from this folder (DYNARE: where it is installed), for CASE = 1, 2 and 3:
//   octave --no-gui --path DYNARE/matlab --eval "dynare stability_rank.mod -DCASE=1 noclearall nolog"
// adds a line to stability_rank.txt: the case, whether the conditions hold (1) or not (0), and the eigenvalues' moduli.
// 1: x explodes by itself, y could jump but does nothing for it. 2: y stops x. 3: the first in p = x + y, q = x - y.
@#if CASE == 3
var p q;
model;
  (p + q) / 2 = 2 * (p(-1) + q(-1)) / 2;
  (p - q) / 2 = 2 * (p(+1) - q(+1)) / 2;
end;
@#else
var x y;
parameters a;
@#if CASE == 1
a = 0;
@#else
a = 0.1;
@#endif
model;
  x = 2 * x(-1) + a * y;
  y = 2 * y(+1);
end;
@#endif
steady;
[moduli, holds] = check(M_, options_, oo_);
file = fopen('stability_rank.txt', 'a');
fprintf(file, '%d %d', @{CASE}, holds);
fprintf(file, ' %.12g', sort(abs(moduli)));
fprintf(file, '\n');
fclose(file);
