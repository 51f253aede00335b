// A real business cycle: capital, labour and technology. Deterministic paths, the steady state, its eigenvalues,
// for the tests of foreplan's models that look ahead. Dynare 5.3 under Octave 7.3, from this folder (DYNARE: where it is installed):
//   octave --no-gui --path DYNARE/matlab --eval "dynare real_business_cycle.mod noclearall nolog"
// writes real_business_cycle.csv: columns are the variables by name, rows t = 0 ... 201 of each case.
var consumption labour output investment capital technology wage rate;
varexo shock level;
parameters patience, risk_aversion, labour_weight, labour_curvature, share, depreciation, persistence;
patience = 0.99;
risk_aversion = 2;
labour_weight = 3;
labour_curvature = 1.5;
share = 0.33;
depreciation = 0.025;
persistence = 0.95;

model;
  consumption^(-risk_aversion)
    = patience * consumption(+1)^(-risk_aversion) * (1 - depreciation + share * output(+1) / capital);
  labour_weight * labour^labour_curvature = wage * consumption^(-risk_aversion);
  wage = (1 - share) * output / labour;
  rate = share * output / capital(-1) - depreciation;
  output = exp(technology) * capital(-1)^share * labour^(1 - share);
  output = consumption + investment;
  capital = (1 - depreciation) * capital(-1) + investment;
  technology = persistence * technology(-1) + (1 - persistence) * level + shock;
end;

initval;
  consumption = 0.8; labour = 0.33; output = 1; investment = 0.25; capital = 10; technology = 0; wage = 2; rate = 0.01;
  shock = 0; level = 0;
end;
steady(tolf = 1e-15);
check;
perfect_foresight_setup(periods = 200);

verbatim;
  options_.dynatol.f = 1e-13;
  options_.simul.maxit = 100;
  options_.solve_tolf = 1e-15;
  names = cellstr(M_.endo_names);
  out = fopen('real_business_cycle.csv', 'w');
  fprintf(out, 'case,t');
  fprintf(out, ',%s', names{:});
  fprintf(out, '\n');
  function write_case(out, name, path)
    for t = 1:size(path, 2)
      fprintf(out, '%s,%d', name, t - 1);
      fprintf(out, ',%.17g', path(:, t));
      fprintf(out, '\n');
    end
  end
  function path = simulate(start, exogenous, last)
    % Values before the first period, of the shocks in all, after the last period.
    global oo_ M_ options_
    oo_.exo_simul = exogenous;
    oo_.endo_simul = repmat(last, 1, rows(exogenous));
    oo_.endo_simul(:, 1) = start;
    options_.periods = rows(exogenous) - 2;
    perfect_foresight_solver;
    if ~oo_.deterministic_simulation.status
      error('no solution');
    end
    path = oo_.endo_simul;
  end
  steady_before = oo_.steady_state;
  none = zeros(202, 2);

  % Technology: 1 per cent more in period 1, and 2 more in period 10, known from period 1.
  expected = none;
  expected(1 + 1, 1) = 0.01;
  expected(1 + 10, 1) = 0.02;
  anticipated = simulate(steady_before, expected, steady_before);
  write_case(out, 'anticipated', anticipated);

  % From period 5 it is known that what was expected for period 10 does not come, and 3 less in period 5.
  revised = none;
  revised(1 + 5, 1) = -0.03;
  later = simulate(anticipated(:, 5), revised(5:202, :), steady_before);
  write_case(out, 'news', [anticipated(:, 1:5), later(:, 2:198)]);

  % A level of technology that is higher by a tenth from period 1 on, to the new steady state.
  oo_.exo_steady_state = [0; 0.1];
  evaluated = evaluate_steady_state(steady_before, M_, options_, oo_, true);
  higher = none;
  higher(:, 2) = 0.1;
  write_case(out, 'permanent', simulate(steady_before, higher, evaluated));
  write_case(out, 'steady', [steady_before, evaluated]);
  fprintf(out, 'eigenvalues,%d', sum(abs(oo_.dr.eigval) > 1));
  moduli = sort(abs(oo_.dr.eigval));
  fprintf(out, ',%.17g', moduli);
  fprintf(out, '\n');
  fclose(out);
end;
